package vn.tia.bridge.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.tia.bridge.objects.ObjectId;
import vn.tia.bridge.retrieve.Spool;
import vn.tia.bridge.testkit.Samples;
import vn.tia.bridge.testkit.Samples.Sample;
import vn.tia.bridge.testkit.TestArchive;
import vn.tia.bridge.testkit.WebServer;
import vn.tia.bridge.web.stow.StowController;
import vn.tia.bridge.web.stow.StowSettings;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.io.DicomFile;
import vn.tia.dicom.io.ReadSettings;
import vn.tia.dicom.json.DicomJsonReader;
import vn.tia.dicom.json.DicomJsonWriter;
import vn.tia.dicom.xml.BulkData;
import vn.tia.dicom.xml.NativeXmlReader;
import vn.tia.dicom.xml.NativeXmlWriter;
import vn.tia.records.studies.InstancePath;
import vn.tia.records.studies.StoredInstance;

/// STOW-RS over real HTTP: what is stored, and what is answered.
class StowTest {
  private static final String FILES =
      "multipart/related; type=\"application/dicom\"; boundary=b";

  @TempDir
  private Path directory;

  private TestArchive archive;
  private WebServer web;
  private final AtomicReference<OptionalInt> facility = new AtomicReference<>();

  @BeforeEach
  void open() throws Exception {
    archive = TestArchive.open(directory.resolve("objects"));
    facility.set(OptionalInt.of(archive.records().first().id()));
    web = WebServer.start(directory.resolve("web"), new StowController(archive.intake(),
        new Spool(directory.resolve("spool")), _ -> facility.get(),
        StowSettings.DEFAULT.withPartsMax(200).withRequestBytesMax(64 << 20)));
  }

  @AfterEach
  void close() throws Exception {
    web.close();
    archive.close();
  }

  @Test
  void storesFilesInAnyTransferSyntaxByteForByte() throws Exception {
    for (var sample : Samples.all()) {
      // Files whose header names another instance than they hold are row 13.
      if (!DicomFile.read(sample.file()).meta().sopInstance().equals(Optional.of(sample.uid()))) {
        continue;
      }
      var answer = web.post("/studies", FILES, Bodies.of("b").part("application/dicom",
          Files.readAllBytes(sample.file())).end());
      assertThat(answer.statusCode()).as(sample.file().toString()).isIn(200, 202);
      var stored = stored(sample);
      assertThat(stored.bytes().transferSyntaxUid()).isEqualTo(sample.syntax().uid().value());
      assertThat(dataset(stored)).as(sample.file().toString()).isEqualTo(sample.bytes());
    }
  }

  @Test
  void answersWhereEachInstanceIs() throws Exception {
    var sample = Samples.pydicom("CT_small.dcm");
    var answer = json(web.post("/studies", FILES,
        Bodies.of("b").part("application/dicom", Files.readAllBytes(sample.file())).end()));
    var address = web.base() + "/studies/" + sample.study();
    assertThat(answer.string(Tags.RETRIEVE_URL)).contains(address);
    assertThat(answer.items(Tags.REFERENCED_SOP_SEQUENCE)).containsExactly(Dataset.builder()
        .put(Tags.REFERENCED_SOP_CLASS_UID, sample.instance().sopClassUid())
        .put(Tags.REFERENCED_SOP_INSTANCE_UID, sample.uid())
        .put(Tags.RETRIEVE_URL, address + "/series/" + sample.series() + "/instances/"
            + sample.uid()).build());
    assertThat(answer.contains(Tags.FAILED_SOP_SEQUENCE)).isFalse();
  }

  @Test
  void answersInXmlWhereItIsAskedTo() throws Exception {
    var sample = Samples.pydicom("CT_small.dcm");
    var answer = web.send(web.request("/studies").header("Content-Type", "application/dicom")
        .header("Accept", "application/dicom+xml")
        .POST(BodyPublishers.ofFile(sample.file())));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/dicom+xml");
    var read = new NativeXmlReader().read(new ByteArrayInputStream(answer.body()));
    assertThat(read.items(Tags.REFERENCED_SOP_SEQUENCE).getFirst()
        .string(Tags.REFERENCED_SOP_INSTANCE_UID)).contains(sample.uid());
  }

  @Test
  void keepsTheFirstAndSaysWhichFailed() throws Exception {
    var sample = Samples.pydicom("CT_small.dcm");
    var file = Files.readAllBytes(sample.file());
    var other = file(sample.dataset().toBuilder().put(Tags.PATIENT_NAME, "OTHER").build());
    assertThat(web.post("/studies", "application/dicom", file).statusCode()).isEqualTo(200);
    assertThat(web.post("/studies", "application/dicom", file).statusCode()).isEqualTo(200);

    var conflict = web.post("/studies", "application/dicom", other);
    assertThat(conflict.statusCode()).isEqualTo(409);
    var failed = json(conflict).items(Tags.FAILED_SOP_SEQUENCE);
    assertThat(failed).hasSize(1);
    assertThat(failed.getFirst().integer(Tags.FAILURE_REASON)).hasValue(0x0110);

    var mr = Files.readAllBytes(Samples.pydicom("MR_small.dcm").file());
    var mixed = web.post("/studies", FILES, Bodies.of("b").part("application/dicom", other)
        .part("application/dicom", mr).part("text/plain", "hello".getBytes()).end());
    assertThat(mixed.statusCode()).isEqualTo(202);
    assertThat(json(mixed).items(Tags.REFERENCED_SOP_SEQUENCE)).hasSize(1);
    assertThat(json(mixed).items(Tags.FAILED_SOP_SEQUENCE)).hasSize(1);
    assertThat(json(mixed).items(Tags.OTHER_FAILURES_SEQUENCE)).hasSize(1);
    assertThat(dataset(stored(sample))).isEqualTo(sample.bytes());
    assertThat(archive.records().count("instance")).isEqualTo(2);
  }

  @Test
  void storesIntoTheStudyOfThePathOnly() throws Exception {
    var sample = Samples.pydicom("CT_small.dcm");
    var mr = Samples.pydicom("MR_small.dcm");
    var both = Bodies.of("b").part("application/dicom", Files.readAllBytes(sample.file()))
        .part("application/dicom", Files.readAllBytes(mr.file())).end();
    var answer = web.post("/studies/" + sample.study(), FILES, both);
    assertThat(answer.statusCode()).isEqualTo(202);
    var failed = json(answer).items(Tags.FAILED_SOP_SEQUENCE).getFirst();
    assertThat(failed.string(Tags.REFERENCED_SOP_INSTANCE_UID)).contains(mr.uid());
    assertThat(failed.integer(Tags.FAILURE_REASON)).hasValue(0xA901);
    assertThat(web.post("/studies/1.2.3", "application/dicom",
        Files.readAllBytes(mr.file())).statusCode()).isEqualTo(409);
    assertThat(web.post("/studies/x", "application/dicom",
        Files.readAllBytes(mr.file())).statusCode()).isEqualTo(400);
  }

  @Test
  void storesMetadataInJsonWithItsPixels() throws Exception {
    var sample = Samples.pydicom("CT_small.dcm");
    var metadata = new ByteArrayOutputStream();
    new DicomJsonWriter((path, element) -> element.tag().equals(Tags.PIXEL_DATA)
        ? Optional.of("bulk/pixels") : Optional.empty())
        .writeAll(List.of(sample.dataset()).iterator(), metadata);
    var pixels = sample.dataset().bytes(Tags.PIXEL_DATA).orElseThrow().toArray();
    var answer = web.post("/studies",
        "multipart/related; type=\"application/dicom+json\"; boundary=b",
        Bodies.of("b").part("application/dicom+json", metadata.toByteArray())
            .part("application/octet-stream\r\nContent-Location: bulk/pixels", pixels).end());
    assertThat(answer.statusCode()).as(new String(answer.body())).isEqualTo(200);
    var kept = read(sample);
    assertThat(kept.dataset().bytes(Tags.PIXEL_DATA).orElseThrow().toArray()).isEqualTo(pixels);
    for (var tag : List.of(Tags.PATIENT_NAME, Tags.ROWS, Tags.PIXEL_SPACING, Tags.IMAGE_TYPE)) {
      assertThat(kept.dataset().strings(tag)).isEqualTo(sample.dataset().strings(tag));
    }
    assertThat(kept.meta().syntax()).isEqualTo(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    assertThat(directory.resolve("spool")).isEmptyDirectory();
  }

  @Test
  void storesMetadataInXmlWithCompressedFrames() throws Exception {
    var sample = Samples.pydicom("SC_rgb_rle_2frame.dcm");
    var metadata = new ByteArrayOutputStream();
    new NativeXmlWriter((path, element) -> element.tag().equals(Tags.PIXEL_DATA)
        ? Optional.of(new BulkData.Uri("frames")) : Optional.empty())
        .write(sample.dataset(), metadata);
    var fragments = (Value.Fragments) sample.dataset().get(Tags.PIXEL_DATA).orElseThrow().value();
    var body = Bodies.of("b").part("application/dicom+xml", metadata.toByteArray());
    fragments.fragments().forEach(frame -> body.part(
        "image/dicom-rle\r\nContent-Location: frames", frame.toArray()));
    var answer = web.post("/studies",
        "multipart/related; type=\"application/dicom+xml\"; boundary=b", body.end());
    assertThat(answer.statusCode()).as(new String(answer.body())).isEqualTo(200);
    var kept = read(sample);
    assertThat(kept.meta().syntax()).isEqualTo(TransferSyntax.RLE_LOSSLESS);
    var pixels = (Value.Fragments) kept.dataset().get(Tags.PIXEL_DATA).orElseThrow().value();
    assertThat(pixels.fragments()).isEqualTo(fragments.fragments());
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///etc/passwd", "http://169.254.169.254/latest", "missing"})
  void fetchesNothingThatMetadataNames(String uri) throws Exception {
    var metadata = "[{\"00080016\":{\"vr\":\"UI\",\"Value\":[\"1.2.840.10008.5.1.4.1.1.2\"]},"
        + "\"00080018\":{\"vr\":\"UI\",\"Value\":[\"1.2.3.4\"]},"
        + "\"7FE00010\":{\"vr\":\"OW\",\"BulkDataURI\":\"" + uri + "\"}}]";
    assertThat(web.post("/studies", "application/dicom+json", metadata.getBytes()).statusCode())
        .isEqualTo(400);
    assertThat(archive.records().count("instance")).isZero();
  }

  @Test
  void refusesMetadataThatIsNone() throws Exception {
    for (var json : List.of("[", "[".repeat(10_000), "{\"00080018\":{\"vr\":\"XX\"}}",
        "[{\"7FE00010\":{\"vr\":\"OB\",\"InlineBinary\":\"%%%\"}}]", "[]")) {
      assertThat(web.post("/studies", "application/dicom+json", json.getBytes()).statusCode())
          .as(json.substring(0, Math.min(40, json.length()))).isEqualTo(400);
    }
    var xml = "<!DOCTYPE x [<!ENTITY y SYSTEM \"file:///etc/passwd\">]><NativeDicomModel>&y;"
        + "</NativeDicomModel>";
    assertThat(web.post("/studies", "application/dicom+xml", xml.getBytes()).statusCode())
        .isEqualTo(400);
  }

  @Test
  void refusesWhatItDoesNotTake() throws Exception {
    var file = Files.readAllBytes(Samples.pydicom("CT_small.dcm").file());
    assertThat(web.post("/studies", "image/jpeg", file).statusCode()).isEqualTo(415);
    assertThat(web.post("/studies", "multipart/related; type=\"image/jpeg\"; boundary=b", file)
        .statusCode()).isEqualTo(415);
    assertThat(web.send(web.request("/studies").header("Content-Type", "application/dicom")
        .header("Content-Encoding", "gzip").POST(BodyPublishers.ofByteArray(file)))
        .statusCode()).isEqualTo(415);
    assertThat(web.send(web.request("/studies").header("Content-Type", "application/dicom")
        .header("Accept", "image/png").POST(BodyPublishers.ofByteArray(file)))
        .statusCode()).isEqualTo(406);
    facility.set(OptionalInt.empty());
    assertThat(web.post("/studies", "application/dicom", file).statusCode()).isEqualTo(403);
    assertThat(archive.records().count("instance")).isZero();
  }

  @Test
  void givesNoHospitalWhatIsStoredForAnother() throws Exception {
    var sample = Samples.pydicom("CT_small.dcm");
    facility.set(OptionalInt.of(archive.records().second().id()));
    assertThat(web.post("/studies", "application/dicom", Files.readAllBytes(sample.file()))
        .statusCode()).isEqualTo(200);
    assertThat(archive.studies().instances(path(sample), archive.first())).isEmpty();
    assertThat(archive.studies().instances(path(sample), archive.second())).hasSize(1);
  }

  @Test
  void row43RefusesBodiesThatAreNoMultipart() throws Exception {
    var file = Files.readAllBytes(Samples.pydicom("CT_small.dcm").file());
    var part = Bodies.of("b").part("application/dicom", file);
    assertThat(web.post("/studies", "multipart/related; type=\"application/dicom\"", part.end())
        .statusCode()).as("no boundary").isEqualTo(400);
    assertThat(web.post("/studies", FILES.replace("=b", "=other"), part.end()).statusCode())
        .as("another boundary").isEqualTo(400);
    assertThat(web.post("/studies", FILES, "--b--\r\n".getBytes()).statusCode())
        .as("no part").isEqualTo(400);
    assertThat(web.post("/studies", FILES, Bodies.of("b").part(
        "application/dicom\r\nX: " + "x".repeat(1 << 20), file).end()).statusCode())
        .as("long headers").isEqualTo(400);
    assertThat(web.post("/studies", FILES, Bodies.of("b").part(
        "multipart/related; boundary=c", Bodies.of("c").part("application/dicom", file).end())
        .end()).statusCode()).as("nested").isEqualTo(400);
    var many = Bodies.of("b");
    for (int i = 0; i < 300; i++) {
      many.part("text/plain", new byte[0]);
    }
    assertThat(web.post("/studies", FILES, many.end()).statusCode()).isEqualTo(413);
    assertThat(archive.records().count("instance")).isZero();
    assertThat(web.post("/studies", FILES, part.end()).statusCode()).isEqualTo(200);
  }

  @Test
  void row44KeepsNothingOfABodyThatEndsEarly() throws Exception {
    var file = Files.readAllBytes(Samples.pydicom("CT_small.dcm").file());
    var whole = Bodies.of("b").part("application/dicom", file).end();
    for (int cut : new int[] {3, 40, 400, 20_000, whole.length - 6}) {
      assertThat(web.post("/studies", FILES, Arrays.copyOf(whole, cut)).statusCode())
          .as("cut at " + cut).isEqualTo(400);
    }
    try (var socket = new Socket("127.0.0.1", web.port())) {
      socket.getOutputStream().write(("POST /dicom-web/studies HTTP/1.1\r\nHost: x\r\n"
          + "Content-Type: " + FILES + "\r\nContent-Length: 4294967296\r\n\r\n").getBytes());
      assertThat(new String(socket.getInputStream().readNBytes(12))).isEqualTo("HTTP/1.1 413");
    }
    try (var socket = new Socket("127.0.0.1", web.port())) {
      socket.getOutputStream().write(("POST /dicom-web/studies HTTP/1.1\r\nHost: x\r\n"
          + "Content-Type: " + FILES + "\r\nContent-Length: 60000000\r\n\r\n").getBytes());
      socket.getOutputStream().write(whole, 0, 20_000);
    }
    assertThat(web.post("/studies", FILES, whole).statusCode()).isEqualTo(200);
    assertThat(archive.records().count("instance")).isEqualTo(1);
  }

  @Test
  void row44EndsABodyThatComesTooSlowly() throws Exception {
    web.waiting(Duration.ofMillis(300));
    var file = Files.readAllBytes(Samples.pydicom("CT_small.dcm").file());
    try (var socket = new Socket("127.0.0.1", web.port())) {
      socket.getOutputStream().write(("POST /dicom-web/studies HTTP/1.1\r\nHost: x\r\n"
          + "Content-Type: application/dicom\r\nContent-Length: " + file.length
          + "\r\n\r\n").getBytes());
      socket.getOutputStream().write(file, 0, file.length / 2);
      assertThat(new String(socket.getInputStream().readNBytes(12))).isEqualTo("HTTP/1.1 408");
    }
    assertThat(directory.resolve("objects/incoming")).isEmptyDirectory();
    assertThat(archive.records().count("instance")).isZero();
  }

  @Test
  void row18RefusesWhatIsNoFile() throws Exception {
    var sample = Samples.pydicom("CT_small.dcm");
    for (var bytes : List.of(new byte[0], "%PDF-1.7".getBytes(), new byte[4096],
        sample.bytes())) {
      assertThat(web.post("/studies", "application/dicom", bytes).statusCode()).isEqualTo(400);
    }
    var program = Files.readAllBytes(sample.file());
    program[0] = 'M';
    program[1] = 'Z';
    assertThat(web.post("/studies", "application/dicom", program).statusCode()).isEqualTo(200);
    try (var in = archive.objects().stream(new ObjectId(
        stored(sample).bytes().objectId()), 0)) {
      assertThat(in.readNBytes(128)).isEqualTo(new byte[128]);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../../etc/cron.d/x", "/abs", "NGUYEN^VAN^A", "1..2"})
  void row11RefusesUidsThatAreNone(String uid) throws Exception {
    var sample = Samples.pydicom("CT_small.dcm");
    for (var tag : List.of(Tags.SOP_INSTANCE_UID, Tags.STUDY_INSTANCE_UID,
        Tags.SERIES_INSTANCE_UID)) {
      var answer = web.post("/studies", "application/dicom",
          file(sample.dataset().toBuilder().put(tag, uid).build()));
      assertThat(answer.statusCode()).isEqualTo(409);
      assertThat(new String(answer.body())).doesNotContain(uid).contains("43264");
    }
    assertThat(archive.records().count("instance")).isZero();
  }

  @Test
  void row6KeepsImagesThatContradictThemselves() throws Exception {
    var sample = Samples.pydicom("CT_small.dcm");
    var answer = web.post("/studies", "application/dicom", file(sample.dataset().toBuilder()
        .put(Tags.ROWS, 65_535).put(Tags.COLUMNS, 65_535)
        .put(Tags.NUMBER_OF_FRAMES, Integer.MAX_VALUE).build()));
    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(json(answer).items(Tags.REFERENCED_SOP_SEQUENCE).getFirst()
        .integer(Tags.WARNING_REASON)).hasValue(0xB007);
  }

  private StoredInstance stored(Sample sample) {
    return archive.studies().instances(path(sample), archive.first()).getFirst();
  }

  private static InstancePath path(Sample sample) {
    return InstancePath.instance(sample.study(), sample.series(), sample.uid());
  }

  private byte[] dataset(StoredInstance stored) throws Exception {
    try (var in = archive.objects().stream(new ObjectId(
        stored.bytes().objectId()), stored.bytes().datasetOffset())) {
      return in.readAllBytes();
    }
  }

  private DicomFile read(Sample sample) throws Exception {
    try (var in = archive.objects().stream(new ObjectId(
        stored(sample).bytes().objectId()), 0)) {
      return DicomFile.read(in, ReadSettings.DEFAULT);
    }
  }

  private static byte[] file(Dataset dataset) throws Exception {
    var bytes = new ByteArrayOutputStream();
    DicomFile.of(dataset, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN).write(bytes);
    return bytes.toByteArray();
  }

  private static Dataset json(HttpResponse<byte[]> answer) throws Exception {
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .as(new String(answer.body(), StandardCharsets.UTF_8))
        .startsWith("application/dicom+json");
    return new DicomJsonReader().read(new ByteArrayInputStream(answer.body()));
  }
}
