package vn.tia.bridge.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.tia.bridge.objects.ObjectId;
import vn.tia.bridge.testkit.Samples;
import vn.tia.bridge.testkit.Samples.Sample;
import vn.tia.bridge.testkit.TestArchive;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.io.DatasetWriter;
import vn.tia.dicom.net.AbortedException;
import vn.tia.dicom.net.Association;
import vn.tia.dicom.net.ClientSettings;
import vn.tia.dicom.net.Instance;
import vn.tia.dicom.net.Status;
import vn.tia.records.studies.InstancePath;

/// Rows 11, 15 and 34 of the bad inputs, over the wire: nothing is written, everything goes on.
class HostileStoreTest {
  private static final String CT = "1.2.840.10008.5.1.4.1.1.2";
  private static final TransferSyntax IMPLICIT = TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN;

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

  @ParameterizedTest
  @ValueSource(strings = {"../../../etc/cron.d/x", "/abs", "C:\\x", "1.2\0.3", "NGUYEN^VAN^A",
      "1.23456789012345678901234567890123456789012345678901234567890123456", "1..2"})
  void refusesAUidThatIsNoneInTheCommand(String uid) throws Exception {
    var status = send("CT1", uid, sample().bytes());

    assertThat(status.code()).isEqualTo(0xA900);
    assertThat(status.errorComment()).contains("the Affected SOP Instance UID is not a UID");
    nothingIsWritten();
    assertThat(audited()).containsExactly("CT1 C-STORE no UID A900");
    goesOn();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../../etc/cron.d/x", "/abs", "NGUYEN^VAN^A", "1..2"})
  void refusesAUidThatIsNoneInTheDataSet(String uid) throws Exception {
    for (var tag : List.of(Tags.SOP_INSTANCE_UID, Tags.STUDY_INSTANCE_UID,
        Tags.SERIES_INSTANCE_UID, Tags.SOP_CLASS_UID)) {
      var status = send("CT1", sample().uid(), with(tag, uid));

      assertThat(status.code()).as(tag.toString()).isEqualTo(0xA900);
      assertThat(status.errorComment().orElseThrow()).doesNotContain(uid);
    }
    nothingIsWritten();
    goesOn();
  }

  @Test
  void refusesAUidOfAMegabyte() throws Exception {
    var uid = "1.".repeat(1 << 19) + "1";

    assertThatThrownBy(() -> send("CT1", uid, sample().bytes()))
        .isInstanceOf(AbortedException.class);
    assertThat(send("CT1", sample().uid(), with(Tags.SOP_INSTANCE_UID, uid)).code())
        .isEqualTo(0xA900);
    nothingIsWritten();
    goesOn();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 10})
  void keepsOneOfDifferentObjectsThatComeAtOnce(int senders) throws Exception {
    var uid = sample().uid();
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      var sends = IntStream.range(0, senders).<Callable<Status>>mapToObj(
          i -> () -> send("CT1", uid, with(Tags.INSTANCE_NUMBER, Integer.toString(i)))).toList();
      var answers = pool.invokeAll(sends);
      var kept = IntStream.range(0, senders)
          .filter(i -> answers.get(i).resultNow().isSuccess()).boxed().toList();

      assertThat(answers).extracting(answer -> answer.resultNow().code())
          .containsOnly(0x0000, 0x0110);
      assertThat(kept).as("acknowledged senders").hasSize(1);
      assertThat(stored()).isEqualTo(with(Tags.INSTANCE_NUMBER, kept.getFirst().toString()));
    }
    assertThat(archive.records().count("instance")).isEqualTo(1);
    assertThat(files("content")).hasSize(1);
    assertThat(audited()).hasSize(senders - 1)
        .containsOnly("CT1 C-STORE " + uid + " 0110");
  }

  @Test
  void refusesWhoMayOnlyAskAndWhoIsUnknown() throws Exception {
    for (var caller : List.of("READER", "STRANGER")) {
      assertThat(send(caller, sample().uid(), sample().bytes())).isEqualTo(Status.NOT_AUTHORIZED);
    }
    nothingIsWritten();
    assertThat(audited()).containsExactly(
        "READER C-STORE " + sample().uid() + " 0124",
        "STRANGER C-STORE " + sample().uid() + " 0124");
    goesOn();
  }

  @Test
  void givesNoHospitalWhatTheAeOfAnotherSends() throws Exception {
    assertThat(send("MR2", sample().uid(), with(Tags.INSTANCE_NUMBER, "1")))
        .isEqualTo(Status.SUCCESS);

    assertThat(archive.studies().instances(path(), archive.first())).isEmpty();
    assertThat(archive.studies().instances(path(), archive.second())).hasSize(1);
    goesOn();
  }

  private Sample sample() throws IOException {
    return Samples.pydicom("CT_small.dcm");
  }

  private byte[] with(Tag tag, String value) throws IOException {
    return DatasetWriter.toBytes(
        sample().dataset().toBuilder().put(tag, value).build(), IMPLICIT).toArray();
  }

  private Status send(String callingAe, String uid, byte[] dataset) throws IOException {
    var syntax = dataset.length == sample().bytes().length
        ? sample().syntax().uid().value() : IMPLICIT.uid().value();
    var settings = ClientSettings.toLoopback(archive.port(), callingAe, "TIA")
        .propose(CT, List.of(syntax));
    try (var association = Association.open(settings)) {
      return association.store(new Instance(CT, uid, syntax), new ByteArrayInputStream(dataset));
    }
  }

  private void nothingIsWritten() throws IOException {
    assertThat(files("")).containsExactly("lock");
    assertThat(archive.records().count("instance")).isZero();
    assertThat(archive.records().count("study")).isZero();
    assertThat(archive.records().count("patient")).isZero();
  }

  private void goesOn() throws IOException {
    assertThat(send("CT1", sample().uid(), sample().bytes())).isEqualTo(Status.SUCCESS);
  }

  private InstancePath path() throws IOException {
    return InstancePath.instance(sample().study(), sample().series(), sample().uid());
  }

  private byte[] stored() throws IOException {
    var found = archive.studies().instances(path(), archive.first()).getFirst().bytes();
    try (var in = archive.objects().stream(new ObjectId(found.objectId()), found.datasetOffset())) {
      return in.readAllBytes();
    }
  }

  private List<String> audited() {
    return archive.records().database().jdbc()
        .sql("SELECT split_part(caller, ' ', 1) || ' ' || action || ' ' || target || ' ' || outcome"
            + " FROM audit ORDER BY id")
        .query(String.class).list();
  }

  private List<String> files(String under) throws IOException {
    try (var files = Files.walk(directory.resolve(under))) {
      return files.filter(Files::isRegularFile)
          .map(file -> directory.relativize(file).toString()).toList();
    }
  }
}
