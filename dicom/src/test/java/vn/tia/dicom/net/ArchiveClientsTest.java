package vn.tia.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.io.DicomFile;
import vn.tia.dicom.io.DicomHeader;
import vn.tia.dicom.testkit.Dcmqrscp;
import vn.tia.dicom.testkit.Dcmtk;
import vn.tia.dicom.testkit.Orthanc;
import vn.tia.dicom.testkit.SmallArchive;

/// DCMTK's clients and Orthanc against an archive of our services.
@Timeout(60)
class ArchiveClientsTest {
  private static final String CT = "CT_small.dcm";

  @TempDir private Path folder;
  private final SmallArchive archive = new SmallArchive();
  private AssociationServer server;

  @BeforeEach
  void start() throws IOException {
    for (String name : List.of(CT, "MR_small.dcm", "rtplan.dcm")) {
      archive.keep(stored(Dcmtk.file(name)));
    }
    server = TestServers.start(TestServers.settings(), archive);
  }

  @AfterEach
  void stop() throws IOException {
    TestServers.isUnharmed(server);
    server.close();
  }

  private static SmallArchive.Stored stored(Path file) throws IOException {
    DicomHeader header = DicomFile.readHeader(file);
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(header.datasetOffset());
      return new SmallArchive.Stored(
          header.meta().sopClass().orElseThrow(),
          header.meta().sopInstance().orElseThrow(),
          header.meta().syntax().uid().value(),
          Bytes.wrap(in.readAllBytes()));
    }
  }

  private String port() {
    return Integer.toString(server.port());
  }

  private static String study() throws IOException {
    return DicomFile.read(Dcmtk.file(CT)).dataset()
        .string(Tags.STUDY_INSTANCE_UID).orElseThrow();
  }

  private Dcmtk.Result run(String tool, String... words) throws Exception {
    return Dcmtk.run(
        Stream.of(
                Stream.of(tool, "-v", "-aec", "TIA"),
                Stream.of(words),
                Stream.of("127.0.0.1", port()))
            .flatMap(s -> s)
            .toArray(String[]::new));
  }

  private List<Bytes> received() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(
              file -> {
                try {
                  return pixels(stored(file));
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              })
          .toList();
    }
  }

  /// What DCMTK and Orthanc don't write anew, as they do with padding behind the data set.
  private static Bytes pixels(SmallArchive.Stored stored) {
    return stored.dataset().bytes(Tags.PIXEL_DATA).orElseThrow();
  }

  private Bytes ct() throws IOException {
    return pixels(stored(Dcmtk.file(CT)));
  }

  @Test
  void letsGetscuGetAStudy() throws Exception {
    Dcmtk.Result result =
        run(
            "getscu", "-S", "-B", "-od", folder.toString(), "-k", "QueryRetrieveLevel=STUDY",
            "-k", "StudyInstanceUID=" + study());

    assertThat(result.isSuccess().output()).contains("Received C-GET Response (Success)");
    assertThat(received()).containsExactly(ct());
  }

  @Test
  void letsMovescuMoveAStudyToItself() throws Exception {
    int itsPort = Dcmtk.freePort();
    archive.destinations.put("ME", ClientSettings.toLoopback(itsPort, "TIA", "ME"));

    run(
            "movescu", "-S", "-B", "-aet", "ME", "-aem", "ME", "+P", Integer.toString(itsPort),
            "-od", folder.toString(), "-k", "QueryRetrieveLevel=STUDY",
            "-k", "StudyInstanceUID=" + study())
        .isSuccess();

    assertThat(received()).containsExactly(ct());
  }

  @Test
  void tellsMovescuThatADestinationIsNotKnown() throws Exception {
    Dcmtk.Result result =
        run(
            "movescu", "-S", "-aem", "NOBODY", "-k", "QueryRetrieveLevel=STUDY",
            "-k", "StudyInstanceUID=" + study());

    assertThat(result.output()).contains("MoveDestinationUnknown");
  }

  @Test
  void answersFindscuAboutStudies() throws Exception {
    Dcmtk.Result result =
        run(
            "findscu", "-S", "-k", "QueryRetrieveLevel=STUDY", "-k",
            "StudyInstanceUID=" + study(), "-k", "PatientID");

    assertThat(result.isSuccess().output()).contains("PatientID").contains("[1CT1]");
  }

  @Test
  void takesWhatDcmsendSends() throws Exception {
    archive.instances.clear();
    Dcmtk.run(
            "dcmsend", "-v", "-aec", "TIA", "127.0.0.1", port(),
            Dcmtk.file(CT).toString(), Dcmtk.file("SC_rgb_jpeg_dcmtk.dcm").toString())
        .isSuccess();

    assertThat(archive.instances).hasSize(2);
    assertThat(archive.instances.values()).anySatisfy(
        stored -> assertThat(stored.syntax()).isEqualTo("1.2.840.10008.1.2.4.50"));
  }

  @Test
  void doesNotEndForTermscu() throws Exception {
    assertThat(run("termscu").output()).contains("No Acceptable Presentation Contexts");
  }

  @Test
  void movesToDcmrecv() throws Exception {
    int itsPort = Dcmtk.freePort();
    Process dcmrecv =
        Dcmtk.startSilent("dcmrecv", "-aet", "RECV", "-od", folder.toString(), "-xf",
            "/etc/dcmtk/storescp.cfg", "Default", Integer.toString(itsPort));
    try {
      Dcmtk.awaitListening(itsPort);
      archive.destinations.put("RECV", ClientSettings.toLoopback(itsPort, "TIA", "RECV"));
      try (var association =
          Association.open(TestServers.client(server).propose(SmallArchive.MOVE))) {
        RetrieveResult result =
            association
                .move(
                    SmallArchive.MOVE,
                    Dataset.builder()
                        .put(Tags.QUERY_RETRIEVE_LEVEL, "STUDY")
                        .put(Tags.STUDY_INSTANCE_UID, study())
                        .build(),
                    "RECV")
                .result();
        assertThat(result.status()).isEqualTo(Status.SUCCESS);
      }
      assertThat(received()).containsExactly(ct());
    } finally {
      dcmrecv.destroyForcibly().waitFor();
    }
  }

  @Test
  void endsDcmqrscpOnlyForTermscu() throws Exception {
    try (Dcmqrscp dcmqrscp = Dcmqrscp.start(folder, "TIA", server.port())) {
      Dcmtk.run("termscu", "-aec", "ARCHIVE", "127.0.0.1", Integer.toString(dcmqrscp.port()));

      assertThat(dcmqrscp.hasEnded()).isTrue();
    }
  }

  @Test
  void servesOrthanc() throws Exception {
    try (Orthanc orthanc = Orthanc.start(folder, "TIA", server.port())) {
      archive.destinations.put(
          "ORTHANC", ClientSettings.toLoopback(orthanc.dicomPort(), "TIA", "ORTHANC"));
      orthanc.post("/modalities/station/echo", "{}");

      String query =
          value(
              orthanc.post(
                  "/modalities/station/query",
                  "{\"Level\": \"Study\", \"Query\": {\"StudyInstanceUID\": \"%s\"}}"
                      .formatted(study())),
              "ID");
      orthanc.post("/queries/%s/retrieve".formatted(query), "{\"TargetAet\": \"ORTHANC\"}");
      String instances = orthanc.get("/instances");
      assertThat(instances).as("the instances that were moved").contains("-");

      archive.instances.clear();
      String instance = instances.replaceAll("(?s).*\"([0-9a-f-]+)\".*", "$1");
      orthanc.post("/modalities/station/store", instance);
      assertThat(archive.instances.values())
          .singleElement()
          .returns(ct(), ArchiveClientsTest::pixels);

      String path =
          value(
              orthanc.post(
                  "/modalities/station/storage-commitment",
                  "{\"Resources\": [\"%s\"]}".formatted(instance)),
              "Path");
      TestServers.eventually(() -> status(orthanc, path).equals("Success"));
    }
  }

  private static String status(Orthanc orthanc, String path) {
    try {
      return value(orthanc.get(path), "Status");
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The text under a key of a flat JSON object.
  private static String value(String json, String key) {
    return json.replaceAll("(?s).*\"%s\"\\s*:\\s*\"([^\"]*)\".*".formatted(key), "$1");
  }
}
