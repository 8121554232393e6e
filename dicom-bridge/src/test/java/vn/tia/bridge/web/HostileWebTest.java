package vn.tia.bridge.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.tia.bridge.retrieve.Spool;
import vn.tia.bridge.testkit.Samples;
import vn.tia.bridge.testkit.Samples.Sample;
import vn.tia.bridge.testkit.TestArchive;
import vn.tia.bridge.testkit.WebServer;
import vn.tia.bridge.web.qido.QidoController;
import vn.tia.bridge.web.stow.StowController;
import vn.tia.bridge.web.stow.StowSettings;
import vn.tia.bridge.web.wado.FramesController;
import vn.tia.bridge.web.wado.WadoController;

/// Requests that no client should make, over real HTTP: each is refused, and the next one served.
class HostileWebTest {

  private static final String JSON = "application/dicom+json";

  @TempDir
  private Path directory;

  private TestArchive archive;
  private WebServer web;
  private Sample sample;

  @BeforeEach
  void open() throws Exception {
    archive = TestArchive.open(directory.resolve("objects"));
    CallerAccess access = _ -> archive.first();
    var parts = archive.wado(directory.resolve("out"), access);
    web = WebServer.start(directory.resolve("web"), Duration.ofSeconds(2),
        new StowController(archive.intake(), new Spool(directory.resolve("in")),
            _ -> OptionalInt.of(archive.records().first().id()), StowSettings.DEFAULT),
        new WadoController(parts), new FramesController(parts),
        new QidoController(archive.search(), access));
    sample = Samples.pydicom("CT_small.dcm");
  }

  @AfterEach
  void close() throws Exception {
    assertThat(web.get("/studies", JSON).statusCode()).isIn(200, 204);
    web.close();
    archive.close();
  }

  private String instance() {
    return "/studies/" + sample.study() + "/series/" + sample.series() + "/instances/"
        + sample.uid();
  }

  /// The status line that bytes are answered with.
  private String answer(String head, byte[] body) throws IOException {
    try (var socket = new Socket("127.0.0.1", web.port())) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(body);
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
    }
  }

  @Test
  void row44EndsABodyInChunksThatNeverEnds() throws Exception {
    var file = Files.readAllBytes(sample.file());
    var whole = Bodies.of("b").part("application/dicom", file).end();
    var head = "POST /dicom-web/studies HTTP/1.1\r\nHost: x\r\nContent-Type: "
        + "multipart/related; type=\"application/dicom\"; boundary=b\r\n"
        + "Transfer-Encoding: chunked\r\n\r\n"
        + Integer.toHexString(20_000) + "\r\n";
    var some = Arrays.copyOf(whole, 20_000);

    assertThat(answer(head, some)).isEqualTo("HTTP/1.1 408");

    assertThat(archive.records().count("instance")).isZero();
    try (var left = Files.list(directory.resolve("in"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void row47RefusesLongFrameListsAndPathsThatLeadElsewhere() throws Exception {
    archive.store(sample);
    var list = IntStream.rangeClosed(1, 1_001).mapToObj(String::valueOf)
        .collect(Collectors.joining(","));
    assertThat(web.get(instance() + "/frames/" + list, "*/*").statusCode()).isEqualTo(400);
    var million = "GET /dicom-web" + instance() + "/frames/" + "1,".repeat(1_000_000)
        + " HTTP/1.1\r\nHost: x\r\n\r\n";
    try {
      assertThat(answer(million, new byte[0])).isEqualTo("HTTP/1.1 400");
    } catch (IOException _) {
      // The connection was closed while the client still wrote: refused as well.
    }
    for (var path : new String[] {"/studies/..%2f..%2fetc", "/studies/%2e%2e/passwd",
        "/studies/" + sample.study() + "/series/..%5c/instances"}) {
      assertThat(answer("GET /dicom-web" + path + " HTTP/1.1\r\nHost: x\r\n\r\n", new byte[0]))
          .isIn("HTTP/1.1 400", "HTTP/1.1 404");
    }
    assertThat(web.get(instance().replace(sample.series(), "1.2.3") + "/frames/1", "*/*")
        .statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"PatientName=%00|400", "PatientID=a%00b|400",
      "00081032.00080100=a%00b|400", "PatientName=(a%2B)%2B%24|204", "PatientID=%25|204",
      "PatientID=_CT_|204", "PatientID=1CT1|200", "PatientID=%5C|204",
      "00081032.00080100=%25|204", "includefield=all&limit=5|200"})
  void row49TakesOddValuesByTheLetter(String query, int status) throws Exception {
    archive.store(sample);

    var answer = web.get("/studies?" + query, JSON);

    int found = answer.statusCode() == 200 && new String(answer.body()).equals("[]")
        ? 204 : answer.statusCode();
    assertThat(found).isEqualTo(status);
  }
}
