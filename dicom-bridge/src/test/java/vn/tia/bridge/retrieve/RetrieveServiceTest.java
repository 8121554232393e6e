package vn.tia.bridge.retrieve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.bridge.Modalities;
import vn.tia.bridge.store.StorageClasses;
import vn.tia.bridge.testkit.Damage;
import vn.tia.bridge.testkit.Samples;
import vn.tia.bridge.testkit.Samples.Sample;
import vn.tia.bridge.testkit.TestArchive;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.DatasetBuilder;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.io.DatasetReader;
import vn.tia.dicom.io.DicomFile;
import vn.tia.dicom.net.Association;
import vn.tia.dicom.net.AssociationServer;
import vn.tia.dicom.net.ClientSettings;
import vn.tia.dicom.net.RetrieveResult;
import vn.tia.dicom.net.ServerSettings;
import vn.tia.dicom.net.Status;
import vn.tia.dicom.net.StoreRequest;
import vn.tia.dicom.net.StoreService;
import vn.tia.dicom.net.SubOperationCounts;
import vn.tia.mapping.exam.HumanName;
import vn.tia.mapping.exam.Patient;
import vn.tia.mapping.exam.PatientIdentifier;
import vn.tia.mapping.exam.Sex;
import vn.tia.records.audit.Audit;
import vn.tia.records.studies.InstanceSelection;

class RetrieveServiceTest {
  private static final String MOVE =
      Uids.PATIENT_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_MOVE.value();

  @TempDir private Path directory;
  private TestArchive archive;
  private AssociationServer door;
  private AssociationServer workstation;
  private final Receiver receiver = new Receiver(
      List.of(Uids.EXPLICIT_VR_LITTLE_ENDIAN.value(), Uids.IMPLICIT_VR_LITTLE_ENDIAN.value()));

  /// Takes what it is sent, in some transfer syntaxes.
  private static final class Receiver implements StoreService {
    private final List<String> syntaxes;
    private final Map<String, Dataset> datasets = new ConcurrentHashMap<>();
    private final Map<String, byte[]> bytes = new ConcurrentHashMap<>();
    private final AtomicInteger calls = new AtomicInteger();

    Receiver(List<String> syntaxes) {
      this.syntaxes = syntaxes;
    }

    @Override public boolean serves(String sopClassUid) {
      return true;
    }

    @Override public List<String> transferSyntaxes() {
      return syntaxes;
    }

    @Override public Status store(StoreRequest request, InputStream in) throws IOException {
      var all = in.readAllBytes();
      var syntax = TransferSyntax.find(request.transferSyntaxUid()).orElseThrow();
      bytes.put(request.sopInstanceUid(), all);
      datasets.put(request.sopInstanceUid(),
          new DatasetReader(new ByteArrayInputStream(all), syntax).read());
      return Status.SUCCESS;
    }
  }

  @BeforeEach void open() throws IOException {
    archive = TestArchive.open(directory.resolve("objects"));
    workstation = AssociationServer.start(ServerSettings.onLoopback(0, "WS"),
        (_, _) -> {
          receiver.calls.incrementAndGet();
          return Optional.empty();
        }, List.of(receiver));
    door = serve(workstation.port());
  }

  private AssociationServer serve(int port) throws IOException {
    var records = archive.records();
    var destinations = List.of(
        destination("WS", port, records.first().code()),
        destination("FAR", port, records.second().code()));
    var retrieval = new InstanceRetrieval(archive.access(),
        new InstanceSelection(records.database(), records.patients()),
        new OutgoingInstances(archive.checked(),
            new Spool(directory.resolve("outgoing"))),
        new Audit(records.database()), new RetrieveSettings(destinations, 100));
    return Modalities.serve(new CMoveService(retrieval),
        new CGetService(retrieval, StorageClasses.REGISTERED_AND_UNKNOWN));
  }

  private static Destination destination(String ae, int port, String facility) {
    return new Destination(ae, "127.0.0.1", port, facility, Optional.empty());
  }

  @AfterEach void close() throws Exception {
    door.close();
    workstation.close();
    archive.close();
  }

  @Test void movesAtEveryLevelByteForByte() throws Exception {
    var ct = Samples.pydicom("CT_small.dcm");
    var mr = Samples.pydicom("MR_small.dcm");
    archive.store(ct, mr);
    for (var identifier : List.of(
        level("PATIENT").put(Tags.PATIENT_ID, "1CT1"),
        level("STUDY").put(Tags.PATIENT_ID, "1CT1")
            .put(Tags.STUDY_INSTANCE_UID, ct.study(), mr.study()),
        level("SERIES").put(Tags.PATIENT_ID, "1CT1").put(Tags.STUDY_INSTANCE_UID, ct.study())
            .put(Tags.SERIES_INSTANCE_UID, ct.series(), "2.25.1"),
        level("IMAGE").put(Tags.PATIENT_ID, "1CT1").put(Tags.STUDY_INSTANCE_UID, ct.study())
            .put(Tags.SERIES_INSTANCE_UID, ct.series()).put(Tags.SOP_INSTANCE_UID, ct.uid()))) {
      receiver.bytes.clear();

      var result = move("VIEWER", "WS", identifier);

      assertThat(result).isEqualTo(
          new RetrieveResult(Status.SUCCESS, new SubOperationCounts(0, 1, 0, 0), List.of()));
      assertThat(receiver.bytes.keySet()).containsExactly(ct.uid());
      assertThat(receiver.bytes.get(ct.uid())).isEqualTo(ct.bytes());
    }
  }

  @Test void decodesWhatTheDestinationCannotTake() throws Exception {
    var samples = List.of(Samples.pydicom("SC_rgb_rle.dcm"), Samples.pydicom("JPEG2000.dcm"),
        Samples.pydicom("MR_small_bigendian.dcm"));
    archive.store(samples.toArray(Sample[]::new));
    for (var sample : samples) {
      var result = move("VIEWER", "WS", whole(sample));

      assertThat(result.status()).as(sample.file().toString()).isEqualTo(Status.SUCCESS);
      var sent = receiver.datasets.get(sample.uid());
      assertThat(sent.bytes(Tags.PIXEL_DATA).orElseThrow().length()).isGreaterThanOrEqualTo(
          sent.integer(Tags.ROWS).orElseThrow() * sent.integer(Tags.COLUMNS).orElseThrow());
    }
    try (var left = Files.list(directory.resolve("outgoing"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test void sendsThePatientOfNowBesideWhatTheImageSaid() throws Exception {
    var ct = Samples.pydicom("CT_small.dcm");
    archive.store(ct);
    archive.records().patients().register(archive.records().first().id(), Patient.of(
        List.of(PatientIdentifier.local("1CT1")), HumanName.of("TRẦN", "VĂN", "AN"),
        Optional.empty(), Sex.MALE));

    assertThat(move("VIEWER", "WS", whole(ct)).status()).isEqualTo(Status.SUCCESS);

    var sent = receiver.datasets.get(ct.uid());
    assertThat(sent.string(Tags.PATIENT_NAME)).contains("TRẦN^AN^VĂN");
    var original = sent.items(Tags.ORIGINAL_ATTRIBUTES_SEQUENCE).getFirst()
        .items(Tags.MODIFIED_ATTRIBUTES_SEQUENCE).getFirst();
    assertThat(original.string(Tags.PATIENT_NAME)).contains("CompressedSamples^CT1");
    assertThat(original.get(Tags.PATIENT_ID)).isEmpty();
  }

  @Test void callsNobodyForStrangersAndOtherHospitals() throws Exception {
    var ct = Samples.pydicom("CT_small.dcm");
    archive.store(ct);

    assertThat(move("VIEWER", "NOBODY", whole(ct)).status().code()).isEqualTo(0xA801);
    assertThat(move("VIEWER", "FAR", whole(ct)).status().code()).isEqualTo(0x0124);
    assertThat(move("READER", "WS", whole(ct)).status().code()).isEqualTo(0x0124);
    assertThat(move("VIEWER", "WS", level("SERIES").put(Tags.SERIES_INSTANCE_UID, ct.series()))
        .status().code()).isEqualTo(0xA900);
    assertThat(receiver.calls).hasValue(0);

    assertThat(move("MR2", "FAR", whole(ct)).counts())
        .isEqualTo(new SubOperationCounts(0, 0, 0, 0));
    assertThat(receiver.datasets).isEmpty();
  }

  @Test void sendsNoDamagedObjectAndNamesIt() throws Exception {
    var ct = Samples.pydicom("CT_small.dcm");
    var mr = Samples.pydicom("MR_small.dcm");
    archive.store(ct, mr);
    Damage.flipOneBit(archive, directory.resolve("objects"), ct);

    var one = move("VIEWER", "WS", whole(ct));
    assertThat(one.status().code()).isEqualTo(0xA702);
    assertThat(one.failedUids()).containsExactly(ct.uid());

    var both = moveBoth(ct, mr);
    assertThat(both.status().code()).isEqualTo(0xB000);
    assertThat(both.counts()).isEqualTo(new SubOperationCounts(0, 1, 1, 0));
    assertThat(both.failedUids()).containsExactly(ct.uid());
    assertThat(receiver.datasets.keySet()).containsExactly(mr.uid());
  }

  @Test void saysWhoThePatientIsNow() throws Exception {
    var ct = Samples.pydicom("CT_small.dcm");
    archive.store(ct);
    archive.records().database().jdbc()
        .sql("UPDATE patient SET sex = 'FEMALE' WHERE id IN (SELECT patient_id FROM study)")
        .update();

    assertThat(move("VIEWER", "WS", whole(ct)).status()).isEqualTo(Status.SUCCESS);

    assertThat(ct.dataset().string(Tags.PATIENT_SEX)).contains("O");
    var sent = receiver.datasets.get(ct.uid());
    assertThat(sent.string(Tags.PATIENT_SEX)).contains("F");
    assertThat(sent.bytes(Tags.PIXEL_DATA)).isEqualTo(ct.dataset().bytes(Tags.PIXEL_DATA));
  }

  @Test void servesGetscu(@TempDir Path got) throws Exception {
    requireDcmtk("getscu");
    var ct = Samples.pydicom("CT_small.dcm");
    var rle = Samples.pydicom("SC_rgb_rle.dcm");
    archive.store(ct, rle);
    for (var sample : List.of(ct, rle)) {
      run("/usr/bin/getscu", "-S", "-aet", "VIEWER", "-aec", "TIA", "-od", got.toString(),
          "-k", "QueryRetrieveLevel=STUDY", "-k", "StudyInstanceUID=" + sample.study(),
          "127.0.0.1", Integer.toString(door.port()));
    }
    assertThat(uids(got)).containsExactlyInAnyOrder(ct.uid(), rle.uid());
  }

  @Test void movesToStorescpByMovescu(@TempDir Path got) throws Exception {
    requireDcmtk("movescu");
    requireDcmtk("storescp");
    var ct = Samples.pydicom("CT_small.dcm");
    archive.store(ct);
    int port = freePort();
    var storescp = start("/usr/bin/storescp", "-aet", "WS", "-od", got.toString(),
        Integer.toString(port));
    try (var other = serve(port)) {
      awaitListening(port);
      run("/usr/bin/movescu", "-S", "-aet", "VIEWER", "-aec", "TIA", "-aem", "WS",
          "-k", "QueryRetrieveLevel=STUDY", "-k", "StudyInstanceUID=" + ct.study(),
          "127.0.0.1", Integer.toString(other.port()));
      assertThat(uids(got)).containsExactly(ct.uid());
    } finally {
      storescp.destroy();
      storescp.waitFor();
    }
  }

  private static List<String> uids(Path directory) throws IOException {
    var uids = new ArrayList<String>();
    try (var files = Files.list(directory)) {
      for (var file : files.toList()) {
        uids.add(DicomFile.read(file).dataset().string(Tags.SOP_INSTANCE_UID).orElseThrow());
      }
    }
    return uids;
  }

  private static void requireDcmtk(String tool) {
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of("/usr/bin", tool)), "DCMTK's " + tool + " is not installed");
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void awaitListening(int port) throws Exception {
    for (int i = 0; i < 100; i++) {
      try (var _ = new java.net.Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException _) {
        Thread.sleep(100);
      }
    }
  }

  private static Process start(String... command) throws IOException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("TCP_NODELAY", "1");
    return builder.start();
  }

  private static void run(String... command) throws Exception {
    var process = start(command);
    var said = new ByteArrayOutputStream();
    process.getInputStream().transferTo(said);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(
        Arrays.toString(command) + said.toString(StandardCharsets.UTF_8)).isZero();
  }

  private RetrieveResult moveBoth(Sample first, Sample second) throws IOException {
    var model = Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_MOVE.value();
    try (var association = Association.open(
        ClientSettings.toLoopback(door.port(), "VIEWER", "TIA").propose(model))) {
      return association.move(model, level("STUDY")
          .put(Tags.STUDY_INSTANCE_UID, first.study(), second.study()).build(), "WS").result();
    }
  }

  private RetrieveResult move(String caller, String destination, DatasetBuilder identifier)
      throws IOException {
    try (var association = Association.open(
        ClientSettings.toLoopback(door.port(), caller, "TIA").propose(MOVE))) {
      return association.move(MOVE, identifier.build(), destination).result();
    }
  }

  private static DatasetBuilder whole(Sample sample) {
    return level("STUDY")
        .put(Tags.PATIENT_ID, sample.dataset().string(Tags.PATIENT_ID).orElse(""))
        .put(Tags.STUDY_INSTANCE_UID, sample.study());
  }

  private static DatasetBuilder level(String name) {
    return Dataset.builder().put(Tags.QUERY_RETRIEVE_LEVEL, name);
  }
}
