package vn.tia.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Uid;
import vn.tia.dicom.io.DatasetReader;
import vn.tia.dicom.io.DicomFile;
import vn.tia.dicom.io.DicomHeader;
import vn.tia.dicom.testkit.Dcmtk;

/// DCMTK's tools as peers, both ways, with real files of pydicom.
class DcmtkTest {
  private static final String WORKLIST = "1.2.840.10008.5.1.4.31";

  @TempDir private Path folder;
  private final KeepingStore store = new KeepingStore();

  private static String port(AssociationServer server) {
    return Integer.toString(server.port());
  }

  @Test
  void answersEchoscu() throws Exception {
    try (var server = TestServers.start(TestServers.settings())) {
      Dcmtk.run("echoscu", "--repeat", "20", "-aec", "TIA", "127.0.0.1", port(server)).isSuccess();
      TestServers.isUnharmed(server);
    }
  }

  @Test
  void takesAnAbortOfEchoscu() throws Exception {
    try (var server = TestServers.start(TestServers.settings())) {
      Dcmtk.run("echoscu", "--abort", "-aec", "TIA", "127.0.0.1", port(server)).isSuccess();
      TestServers.isUnharmed(server);
    }
  }

  @Test
  void tellsEchoscuWhyItIsRejected() throws Exception {
    try (var server = TestServers.start(TestServers.settings())) {
      Dcmtk.Result result =
          Dcmtk.run("echoscu", "-v", "-aec", "NOBODY", "127.0.0.1", port(server));

      assertThat(result.exitCode()).isNotZero();
      assertThat(result.output())
          .contains("Result: Rejected Permanent, Source: Service User")
          .contains("Reason: Called AE Title Not Recognized");
    }
  }

  /// Files that storescu sends byte for byte as they are, each with the option for its syntax.
  @ParameterizedTest
  @CsvSource({
    "MR_small_implicit.dcm, -xi",
    "rtdose.dcm, -xi",
    "rtplan.dcm, -xi",
    "SC_rgb_small_odd.dcm, -xe",
    "badVR.dcm, -xe",
    "test-SR.dcm, -xe",
    "MR_small_bigendian.dcm, -xb",
    "ExplVR_BigEnd.dcm, -xb",
    "liver_expb_1frame.dcm, -xb",
    "SC_rgb_jpeg_dcmtk.dcm, -xy",
    "SC_rgb_small_odd_jpeg.dcm, -xy",
    "SC_rgb_jpeg_gdcm.dcm, -xs",
    "J2K_pixelrep_mismatch.dcm, -xv",
    "GDCMJ2K_TextGBR.dcm, -xv",
    "SC_rgb_rle.dcm, -xr",
    "SC_rgb_rle_2frame.dcm, -xr"
  })
  void receivesTheBytesThatStorescuSends(String name, String proposal) throws Exception {
    Path file = Dcmtk.file(name);
    try (var server = TestServers.start(TestServers.settings(), store)) {
      Dcmtk.run(
              "storescu", "-R", proposal, "-aec", "TIA", "127.0.0.1", port(server),
              file.toString())
          .isSuccess();
    }

    assertThat(store.datasets.values()).containsExactly(datasetBytes(file));
    assertThat(store.requests.values())
        .singleElement()
        .returns(syntax(file), StoreRequest::transferSyntaxUid)
        .returns("STORESCU", r -> r.association().callingAe());
  }

  /// Files whose bytes storescu changes on its way: padding, undefined lengths, deflation.
  @ParameterizedTest
  @CsvSource({
    "image_dfl.dcm, -xd",
    "JPGExtended.dcm, -xx",
    "JPEG2000.dcm, -xw",
    "waveform_ecg.dcm, -xe",
    "rtstruct.dcm, -xi"
  })
  void receivesTheDataSetThatStorescuSends(String name, String proposal) throws Exception {
    Path file = Dcmtk.file(name);
    try (var server = TestServers.start(TestServers.settings(), store)) {
      Dcmtk.run(
              "storescu", "-R", proposal, "-aec", "TIA", "127.0.0.1", port(server),
              file.toString())
          .isSuccess();
    }

    TransferSyntax syntax = TransferSyntax.of(new Uid(syntax(file)));
    Bytes received = store.datasets.values().iterator().next();
    assertThat(new DatasetReader(received.stream(), syntax).read())
        .isEqualTo(DicomFile.read(file).dataset());
  }

  @Test
  void takesManyFilesOnOneAssociationOfStorescu() throws Exception {
    Path mr = Dcmtk.file("MR_small.dcm");
    Path ct = Dcmtk.file("CT_small.dcm");
    try (var server = TestServers.start(TestServers.settings(), store)) {
      Dcmtk.run(
              "storescu", "-xe", "-aec", "TIA", "--repeat", "25", "+II", "127.0.0.1",
              port(server), mr.toString(), ct.toString())
          .isSuccess();
      TestServers.isUnharmed(server);
    }

    assertThat(store.datasets).hasSize(50);
  }

  @Test
  void answersFindscuWithVietnameseNames() throws Exception {
    Dataset match =
        Dataset.builder()
            .put(Tags.SPECIFIC_CHARACTER_SET, "ISO_IR 192")
            .put(Tags.PATIENT_NAME, "ĐẶNG^THỊ HƯỜNG")
            .putItems(
                Tags.SCHEDULED_PROCEDURE_STEP_SEQUENCE,
                List.of(Dataset.builder().put(Tags.MODALITY, "CT").build()))
            .build();
    var finding = new Finding(match, 3);
    try (var server = TestServers.start(TestServers.settings(), finding)) {
      Dcmtk.Result result =
          Dcmtk.run(
              "findscu", "-v", "-W", "-aec", "TIA", "-k", "PatientName=DANG*", "-k",
              "(0040,0100)[0].Modality=CT", "127.0.0.1", port(server));

      assertThat(result.isSuccess().output())
          .contains("PN [ĐẶNG^THỊ HƯỜNG]")
          .contains("Find Response: 3 (Pending)")
          .contains("Received Final Find Response (Success)");
      assertThat(finding.asked.string(Tags.PATIENT_NAME)).contains("DANG*");
      assertThat(finding.asked.items(Tags.SCHEDULED_PROCEDURE_STEP_SEQUENCE).getFirst())
          .isEqualTo(Dataset.builder().put(Tags.MODALITY, "CT").build());
    }
  }

  @Test
  void isCancelledByFindscu() throws Exception {
    var finding = new Finding(Dataset.builder().put(Tags.PATIENT_ID, "1").build(), 1_000_000);
    try (var server = TestServers.start(TestServers.settings(), finding)) {
      Dcmtk.Result result =
          Dcmtk.run(
              "findscu", "-v", "-W", "--cancel", "2", "-aec", "TIA", "-k", "PatientID",
              "127.0.0.1", port(server));

      assertThat(result.output()).contains("Cancel");
      assertThat(finding.sent.get()).isLessThan(1_000_000);
      TestServers.isUnharmed(server);
    }
  }

  /// Answers the same match many times.
  private static final class Finding implements FindService {
    final Dataset match;
    final int count;
    final AtomicInteger sent = new AtomicInteger();
    volatile Dataset asked = Dataset.EMPTY;

    Finding(Dataset match, int count) {
      this.match = match;
      this.count = count;
    }

    @Override
    public boolean serves(String sopClassUid) {
      return sopClassUid.equals(WORKLIST);
    }

    @Override
    public Status find(FindRequest request, FindResponses out) {
      asked = request.identifier();
      while (sent.get() < count && out.pending(match)) {
        sent.incrementAndGet();
      }
      return Status.SUCCESS;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "CT_small.dcm",
    "MR_small_implicit.dcm",
    "MR_small_bigendian.dcm",
    "MR_small_RLE.dcm",
    "MR_small_jp2klossless.dcm",
    "SC_rgb_jpeg_dcmtk.dcm",
    "rtplan.dcm",
    "test-SR.dcm"
  })
  void sendsFilesToStorescpAsTheyAre(String name) throws Exception {
    Path file = Dcmtk.file(name);
    int port = freePort();
    Process storescp =
        Dcmtk.start(
            "storescp", "--bit-preserving", "+xa", "-aet", "SCP", "-od", folder.toString(),
            Integer.toString(port));
    try {
      awaitEcho(port);
      DicomHeader header = DicomFile.readHeader(file);
      var settings =
          ClientSettings.toLoopback(port, "CLIENT", "SCP")
              .propose(header.meta().sopClass().orElseThrow(), List.of(syntax(file)));
      try (var association = Association.open(settings)) {
        assertThat(association.store(file)).isEqualTo(Status.SUCCESS);
      }

      try (var files = Files.list(folder)) {
        Path stored = files.findFirst().orElseThrow();
        assertThat(datasetBytes(stored)).isEqualTo(datasetBytes(file));
      }
    } finally {
      storescp.destroyForcibly().waitFor();
    }
  }

  @Test
  void sendsToDcmrecvAndReceivesFromDcmsend() throws Exception {
    Path file = Dcmtk.file("CT_small.dcm");
    int port = freePort();
    Path received = Files.createDirectory(folder.resolve("received"));
    Path config =
        Files.writeString(
            folder.resolve("dcmrecv.cfg"),
            """
            [[TransferSyntaxes]]
            [Explicit]
            TransferSyntax1 = 1.2.840.10008.1.2.1
            [[PresentationContexts]]
            [Some]
            PresentationContext1 = 1.2.840.10008.1.1\\Explicit
            PresentationContext2 = 1.2.840.10008.5.1.4.1.1.2\\Explicit
            [[Profiles]]
            [Test]
            PresentationContexts = Some
            """);
    Process dcmrecv =
        Dcmtk.start(
            "dcmrecv", "-xf", config.toString(), "Test", "-aet", "SCP", "-od",
            received.toString(), Integer.toString(port));
    try (var server = TestServers.start(TestServers.settings(), store)) {
      var settings =
          ClientSettings.toLoopback(port, "CLIENT", "SCP")
              .propose(RawPeer.VERIFICATION)
              .propose(RawPeer.CT);
      Dcmtk.awaitListening(port);
      try (var association = Association.open(settings)) {
        assertThat(association.store(file)).isEqualTo(Status.SUCCESS);
      }
      Dcmtk.run(
              "dcmsend", "-aec", "TIA", "127.0.0.1", port(server), file.toString(),
              Dcmtk.file("rtplan.dcm").toString())
          .isSuccess();
    } finally {
      dcmrecv.destroyForcibly().waitFor();
    }

    try (var files = Files.list(received)) {
      assertThat(files).hasSize(1);
    }
    assertThat(store.datasets).hasSize(2);
  }

  @Test
  void isNotShutDownByTermscu() throws Exception {
    try (var server = TestServers.start(TestServers.settings(), store)) {
      Dcmtk.run("termscu", "-aec", "TIA", "127.0.0.1", port(server));

      TestServers.isUnharmed(server);
    }
  }

  @Test
  void findsInTheWorklistOfWlmscpfs() throws Exception {
    Dataset item =
        Dataset.builder()
            .put(Tags.SPECIFIC_CHARACTER_SET, "ISO_IR 192")
            .put(Tags.PATIENT_NAME, "ĐẶNG^THỊ HƯỜNG")
            .put(Tags.PATIENT_ID, "1")
            .putItems(
                Tags.SCHEDULED_PROCEDURE_STEP_SEQUENCE,
                List.of(Dataset.builder().put(Tags.MODALITY, "CT").build()))
            .build();
    Path list = Files.createDirectories(folder.resolve("SCP"));
    Files.createFile(list.resolve("lockfile"));
    DicomFile.of(item, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN).write(list.resolve("1.wl"));
    int port = freePort();
    Process wlmscpfs =
        Dcmtk.start(
            "wlmscpfs", "-dfr", "-csk", "-dfp", folder.toString(), Integer.toString(port));
    try {
      awaitEcho(port);
      Dataset keys =
          Dataset.builder()
              .putEmpty(Tags.PATIENT_NAME)
              .put(Tags.PATIENT_ID, "1")
              .putItems(
                  Tags.SCHEDULED_PROCEDURE_STEP_SEQUENCE,
                  List.of(Dataset.builder().putEmpty(Tags.MODALITY).build()))
              .build();
      var settings = ClientSettings.toLoopback(port, "CLIENT", "SCP").propose(WORKLIST);
      try (var association = Association.open(settings);
          var matches = association.find(WORKLIST, keys)) {
        assertThat(matches.all()).containsExactly(item);
        assertThat(matches.status()).contains(Status.SUCCESS);
      }
    } finally {
      wlmscpfs.destroyForcibly().waitFor();
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void awaitEcho(int port) {
    var settings =
        ClientSettings.toLoopback(port, "CLIENT", "SCP")
            .propose(RawPeer.VERIFICATION, List.of(RawPeer.IMPLICIT));
    TestServers.eventually(
        () -> {
          try (var association = Association.open(settings)) {
            return association.echo().isSuccess();
          } catch (IOException _) {
            return false;
          }
        });
  }

  private static String syntax(Path file) throws IOException {
    return DicomFile.readHeader(file).meta().syntax().uid().value();
  }

  /// The bytes of the file behind its file meta information.
  private static Bytes datasetBytes(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(DicomFile.readHeader(file).datasetOffset());
      return Bytes.wrap(in.readAllBytes());
    }
  }
}
