package vn.tia.bridge.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.tia.bridge.objects.ObjectId;
import vn.tia.bridge.testkit.Samples;
import vn.tia.bridge.testkit.Samples.Sample;
import vn.tia.bridge.testkit.TestArchive;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Edit;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.io.DatasetWriter;
import vn.tia.dicom.net.Association;
import vn.tia.dicom.net.ClientSettings;
import vn.tia.dicom.net.Instance;
import vn.tia.dicom.net.Status;
import vn.tia.records.access.Access;
import vn.tia.records.studies.InstancePath;

class CStoreServiceTest {

  @TempDir
  private Path directory;

  private TestArchive archive;

  @BeforeEach
  void open() throws IOException {
    archive = TestArchive.open(directory);
  }

  @AfterEach
  void close() throws Exception {
    archive.close();
  }

  @Test
  void keepsEveryRealDataSetByteForByte() throws Exception {
    var samples = Samples.all();
    assertThat(samples).hasSizeGreaterThan(20);
    List<String> doubted = new ArrayList<>();
    for (var sample : samples) {
      var status = send("CT1", sample.instance(), sample.bytes());
      assertThat(status.isSuccess() || status.code() == 0xB007)
          .as(sample.file() + " " + status).isTrue();
      if (!status.isSuccess()) {
        doubted.add(sample.file().getFileName() + ": " + status.errorComment().orElse(""));
      }
      assertThat(stored(sample, archive.first()))
          .as(sample.file().toString()).isEqualTo(sample.bytes());
    }
    assertThat(doubted).as("row 23").isNotEmpty().isSubsetOf(
        "693_J2KI.dcm: a group length is wrong", "chrKoreanMulti.dcm: a group length is wrong",
        "chrJapMulti.dcm: a group length is wrong", "dx_image.dcm: a value has an odd length");
    assertThat(archive.records().count("instance")).isEqualTo(samples.size());
    assertThat(files("content")).hasSize(samples.size());
  }

  @Test
  void takesWhatDcmtkSends() throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/dcmsend")), "dcmtk is missing");
    for (var name : List.of("CT_small.dcm", "MR_small.dcm", "JPEG2000.dcm", "SC_rgb_rle.dcm",
        "SC_rgb_jpeg_dcmtk.dcm", "test-SR.dcm", "rtplan.dcm", "MR_small_bigendian.dcm")) {
      var sample = Samples.pydicom(name);
      var sender = new ProcessBuilder("dcmsend", "-aet", "CT1", "-aec", "TIA", "--decompress-never",
          "127.0.0.1", Integer.toString(archive.port()), sample.file().toString())
          .redirectErrorStream(true).start();
      var output = new String(sender.getInputStream().readAllBytes());
      assertThat(sender.waitFor()).as(output).isZero();
      var found = archive.studies().instances(path(sample), archive.first());
      assertThat(found).as(name).hasSize(1);
      assertThat(dcmdump(found.getFirst().bytes().objectId())).contains(sample.uid());
    }
  }

  @Test
  void storesTheSameBytesAgainAsOneCopy() throws Exception {
    var sample = Samples.pydicom("CT_small.dcm");
    assertThat(send("CT1", sample.instance(), sample.bytes())).isEqualTo(Status.SUCCESS);
    assertThat(send("CT1", sample.instance(), sample.bytes())).isEqualTo(Status.SUCCESS);
    assertThat(archive.records().count("instance")).isEqualTo(1);
    assertThat(files("content")).hasSize(1);
  }

  @Test
  void keepsTheFirstWhereOtherBytesComeUnderItsUid() throws Exception {
    var sample = Samples.pydicom("CT_small.dcm");
    send("CT1", sample.instance(), sample.bytes());
    var other = sample.bytes().clone();
    other[other.length - 200] ^= 1;

    var status = send("CT1", sample.instance(), other);

    assertThat(status.code()).isEqualTo(0x0110);
    assertThat(status.errorComment())
        .contains("another object with this SOP Instance UID is stored");
    assertThat(stored(sample, archive.first())).isEqualTo(sample.bytes());
    assertThat(files("content")).hasSize(1);
    assertThat(audited()).containsExactly("C-STORE " + sample.uid() + " 0110");
  }

  @Test
  void endsConcurrentDuplicatesAsOneInstance() throws Exception {
    var sample = Samples.pydicom("CT_small.dcm");
    for (int senders = 2; senders <= 10; senders += 2) {
      var renamed = renamed(sample, "1.2.3." + senders);
      var instance = new Instance(sample.instance().sopClassUid(), "1.2.3." + senders,
          sample.syntax().uid().value());
      try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
        Callable<Status> send = () -> send("CT1", instance, renamed);
        var sends = IntStream.range(0, senders).mapToObj(_ -> send).toList();
        for (var status : pool.invokeAll(sends)) {
          assertThat(status.get()).isEqualTo(Status.SUCCESS);
        }
      }
    }
    assertThat(archive.records().count("instance")).isEqualTo(5);
    assertThat(files("content")).hasSize(5);
  }

  @Test
  void countsTheInstancesOfParallelSenders() throws Exception {
    var sample = Samples.pydicom("MR_small.dcm");
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Status>> sends = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        var uid = "1.2.4." + i;
        sends.add(() -> send("CT1", new Instance(sample.instance().sopClassUid(), uid,
            sample.syntax().uid().value()), renamed(sample, uid)));
      }
      for (var status : pool.invokeAll(sends)) {
        assertThat(status.get()).isEqualTo(Status.SUCCESS);
      }
    }
    assertThat(archive.records().database().jdbc()
        .sql("SELECT series_count || '/' || instance_count || '/' || modalities[1] FROM study")
        .query(String.class).list()).containsExactly("1/60/MR");
    assertThat(archive.records().count("instance")).isEqualTo(60);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../../etc/cron.d/x", "/abs", "C:\\x", "1.2\0.3",
      "1.23456789012345678901234567890123456789012345678901234567890123456", "1..2"})
  void refusesAUidThatIsNone(String uid) throws Exception {
    var sample = Samples.pydicom("CT_small.dcm");
    var incoming = new Incoming(archive.records().first().id(), "CT1",
        sample.syntax().uid().value(), Optional.of(
            new Incoming.Announced(sample.instance().sopClassUid(), uid)));
    var outcome = archive.intake().store(incoming, new ByteArrayInputStream(sample.bytes()));
    assertThat(outcome.status().code()).isEqualTo(0xA900);
    assertThat(files("")).containsExactly("lock");
  }

  @Test
  void refusesADataSetUnderAnotherUidThanItsCommand() throws Exception {
    var sample = Samples.pydicom("CT_small.dcm");
    var other = new Instance(
        sample.instance().sopClassUid(), "1.2.3", sample.syntax().uid().value());
    assertThat(send("CT1", other, sample.bytes()).code()).isEqualTo(0xA900);
    assertThat(files("")).containsExactly("lock");
  }

  @Test
  void refusesADataSetWithoutItsUids() throws Exception {
    var sample = Samples.pydicom("CT_small.dcm");
    for (var tag : List.of(Tags.SOP_CLASS_UID, Tags.STUDY_INSTANCE_UID, Tags.SERIES_INSTANCE_UID)) {
      var without = encode(sample, sample.dataset().apply(List.of(new Edit.Remove(tag))));
      var status = send("CT1", sample.instance(), without);
      assertThat(status.code()).isEqualTo(0xA900);
      assertThat(status.errorComment()).contains(tag + " has no value");
    }
    assertThat(files("")).containsExactly("lock");
  }

  @Test
  void refusesBytesThatAreNoDataSet() throws Exception {
    var sample = Samples.pydicom("CT_small.dcm");
    var cut = Arrays.copyOf(sample.bytes(), sample.bytes().length - 7);
    assertThat(send("CT1", sample.instance(), cut).code()).isEqualTo(0xC000);
    assertThat(files("")).containsExactly("lock");
    assertThat(archive.records().count("instance")).isZero();
  }

  @Test
  void keepsWhatNoColumnCanHold() throws Exception {
    var sample = Samples.pydicom("CT_small.dcm");
    var odd = encode(sample, sample.dataset().toBuilder()
        .put(Tags.STUDY_ID, "A\0B")
        .put(Tags.ACCESSION_NUMBER, "7".repeat(4_000))
        .put(Tags.STATION_NAME, "S".repeat(4_000))
        .put(Tags.STUDY_DATE, "yesterday")
        .build());
    assertThat(send("CT1", sample.instance(), odd)).isEqualTo(Status.SUCCESS);
    assertThat(stored(sample, archive.first())).isEqualTo(odd);
  }

  @Test
  void refusesWhoMayNotStore() throws Exception {
    var sample = Samples.pydicom("CT_small.dcm");
    for (var caller : List.of("READER", "STRANGER")) {
      assertThat(send(caller, sample.instance(), sample.bytes()))
          .isEqualTo(Status.NOT_AUTHORIZED);
    }
    assertThat(files("")).containsExactly("lock");
  }

  @Test
  void keepsTheSameUidOfTwoHospitalsApart() throws Exception {
    var sample = Samples.pydicom("CT_small.dcm");
    var other = sample.bytes().clone();
    other[other.length - 200] ^= 1;
    assertThat(send("CT1", sample.instance(), sample.bytes())).isEqualTo(Status.SUCCESS);
    assertThat(send("MR2", sample.instance(), other)).isEqualTo(Status.SUCCESS);
    assertThat(stored(sample, archive.first())).isEqualTo(sample.bytes());
    assertThat(stored(sample, archive.second())).isEqualTo(other);
    assertThat(archive.studies().instances(path(sample), Access.NONE)).isEmpty();
  }

  @Test
  void saysThatItKeepsEverythingAndCoercesNothing() throws Exception {
    var instance = Samples.pydicom("CT_small.dcm").instance();
    var settings =
        settings("CT1", instance).withExtended(instance.sopClassUid(), Bytes.hex("02 00"));
    try (var association = Association.open(settings)) {
      assertThat(association.agreement().extended(instance.sopClassUid()))
          .contains(Bytes.hex("02 00 00 00 00 00"));
    }
  }

  @Test
  void leavesNothingOfASenderThatVanishes() throws Exception {
    var sample = Samples.pydicom("CT_small.dcm");
    var association = Association.open(settings("CT1", sample.instance()));
    try (var vanishing = new FilterInputStream(new ByteArrayInputStream(sample.bytes())) {
      private int left = 20_000;

      @Override
      public int read(byte[] bytes, int from, int count) throws IOException {
        left -= count;
        if (left < 0) {
          association.abort();
          throw new IOException("the cable was cut");
        }
        return super.read(bytes, from, Math.min(count, 4_000));
      }
    }) {
      assertThat(failure(() -> association.store(sample.instance(), vanishing))).isTrue();
    }
    waitFor(() -> files("").equals(List.of("lock")));
    assertThat(archive.records().count("instance")).isZero();
  }

  private static boolean failure(Callable<Status> store) {
    try {
      return !store.call().isSuccess();
    } catch (Exception _) {
      return true;
    }
  }

  private static void waitFor(Callable<Boolean> condition) throws Exception {
    var end = Instant.now().plus(Duration.ofSeconds(10));
    while (!condition.call()) {
      assertThat(Instant.now()).isBefore(end);
      Thread.sleep(20);
    }
  }

  private Status send(String callingAe, Instance instance, byte[] dataset) throws IOException {
    try (var association = Association.open(settings(callingAe, instance));
        InputStream in = new ByteArrayInputStream(dataset)) {
      var status = association.store(instance, in);
      association.release();
      return status;
    }
  }

  private ClientSettings settings(String callingAe, Instance instance) {
    return ClientSettings.toLoopback(archive.port(), callingAe, "TIA")
        .propose(instance.sopClassUid(), List.of(instance.transferSyntaxUid()));
  }

  private static byte[] renamed(Sample sample, String uid) {
    return encode(sample,
        sample.dataset().toBuilder().put(Tags.SOP_INSTANCE_UID, uid).build());
  }

  private static byte[] encode(Sample sample, Dataset dataset) {
    return DatasetWriter.toBytes(dataset, sample.syntax()).toArray();
  }

  private static InstancePath path(Sample sample) {
    return InstancePath.instance(sample.study(), sample.series(), sample.uid());
  }

  private byte[] stored(Sample sample, Access access) throws IOException {
    var found = archive.studies().instances(path(sample), access).getFirst().bytes();
    try (var in = archive.objects().stream(new ObjectId(found.objectId()), found.datasetOffset())) {
      return in.readAllBytes();
    }
  }

  private String dcmdump(String objectId) throws IOException {
    var file = directory.resolve(files("content").stream()
        .filter(name -> name.endsWith(objectId)).findFirst().orElseThrow());
    var dump = new ProcessBuilder("dcmdump", file.toString()).redirectErrorStream(true).start();
    return new String(dump.getInputStream().readAllBytes());
  }

  private List<String> audited() {
    return archive.records().database().jdbc()
        .sql("SELECT action || ' ' || target || ' ' || outcome FROM audit ORDER BY id")
        .query(String.class).list();
  }

  private List<String> files(String under) throws IOException {
    try (var files = Files.walk(directory.resolve(under))) {
      return files.filter(Files::isRegularFile)
          .map(file -> directory.relativize(file).toString()).toList();
    }
  }
}
