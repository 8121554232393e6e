package vn.tia.fhir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Bodies that are no resource, or more than one may be: row 62 of the bad inputs.
class BadBodyTest {
  private static final String JSON = "application/fhir+json";
  private static FhirTestServer server;

  @BeforeAll
  static void start() {
    server = new FhirTestServer();
  }

  @AfterAll
  static void stop() {
    assertThat(server.get("/metadata").statusCode()).as("still alive").isEqualTo(200);
    server.close();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void refusesWhatNoReaderShouldMeet() {
    var deep = "{\"resourceType\":\"DiagnosticReport\",\"x\":"
        + "[".repeat(1_001) + "]".repeat(1_001) + "}";
    Map.of(
        deep, "nested deeper than 200 levels",
        "{\"x\":" + "[".repeat(1_000_000), "nested deeper than 200 levels",
        "{\"x\":" + "9".repeat(100_000) + "}", "a number of more than 100 digits",
        "{\"x\":1." + "9".repeat(100_000) + "}", "a number of more than 100 digits",
        "{\"id\":\"a\",\"id\":\"b\"}", "a name twice in one object, at line 1, column 15",
        "{\"x\":\"\\ud83d\"}", "half a surrogate pair",
        "{\"x\":\"\\ude00\\ud83d\"}", "half a surrogate pair",
        "{\"x\":1} {}", "goes on after the JSON object",
        "{\"x\":", "is no JSON",
        "[]", "is no JSON object").forEach((body, why) -> {
          var response = server.post("/DiagnosticReport", JSON, utf8(body));
          assertThat(response.statusCode()).as(why).isEqualTo(400);
          assertThat(response.body()).startsWith("{\"resourceType\":\"OperationOutcome\"")
              .contains(why);
        });
  }

  @Test
  void refusesBytesThatAreNoUtf8() {
    var body = utf8("{\"resourceType\":\"DiagnosticReport\",\"conclusion\":\"?\"}");
    for (var bad : new byte[] {(byte) 0xff, (byte) 0xc0, (byte) 0xed}) {
      body[body.length - 3] = bad;
      var response = server.post("/DiagnosticReport", JSON, body);
      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(response.body()).contains("the body is not UTF-8");
    }
  }

  @Test
  void keepsAWholeSurrogatePair() {
    var response = server.post("/DiagnosticReport", JSON,
        utf8("{\"resourceType\":\"DiagnosticReport\",\"conclusion\":\"\\ud83d\\ude00\"}"));

    assertThat(response.statusCode()).as("well formed, but not complete").isEqualTo(422);
  }

  @Test
  void refusesALongBodyByItsAnnouncedLengthAlone() throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(utf8("""
          POST /fhir/DiagnosticReport HTTP/1.1\r
          Host: localhost\r
          Content-Type: application/fhir+json\r
          Content-Length: 314572800\r
          \r
          {"""));
      socket.getOutputStream().flush();

      var answer = new BufferedReader(new InputStreamReader(
          socket.getInputStream(), StandardCharsets.UTF_8)).readLine();

      assertThat(answer).startsWith("HTTP/1.1 413");
    }
  }

  @Test
  void stopsReadingABodyWithoutAnAnnouncedLength() throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(10_000);
      var out = socket.getOutputStream();
      out.write(utf8("""
          POST /fhir/DiagnosticReport HTTP/1.1\r
          Host: localhost\r
          Content-Type: application/fhir+json\r
          Transfer-Encoding: chunked\r
          \r
          """));
      var chunk = utf8("100000\r\n" + " ".repeat(0x100000) + "\r\n");
      for (int i = 0; i < 17; i++) {
        out.write(chunk);
      }
      out.flush();

      var answer = new BufferedReader(new InputStreamReader(
          socket.getInputStream(), StandardCharsets.UTF_8)).readLine();

      assertThat(answer).startsWith("HTTP/1.1 413");
    }
  }

  @Test
  void refusesOtherTypesAndCompressedBodies() {
    assertThat(server.post("/DiagnosticReport", "text/plain", utf8("{}")).statusCode())
        .isEqualTo(415);
    assertThat(server.send(HttpRequest.newBuilder(URI.create(server.base() + "/DiagnosticReport"))
        .header("Content-Type", JSON).header("Content-Encoding", "gzip")
        .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[10]))).statusCode())
        .isEqualTo(415);
    assertThat(server.post("/DiagnosticReport", JSON, new byte[0]).statusCode()).isEqualTo(400);
  }

  @Test
  void refusesXmlThatReachesOutOrNeverEnds() {
    for (var xml : new String[] {
        "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x>&e;</x>",
        "<!DOCTYPE x SYSTEM \"http://127.0.0.1:9/x.dtd\"><x/>",
        "<DiagnosticReport xmlns=\"http://hl7.org/fhir\">" + "<x>".repeat(100_000),
        "<DiagnosticReport"}) {
      var response = server.post("/DiagnosticReport", "application/fhir+xml", utf8(xml));
      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(response.body()).contains("OperationOutcome");
    }
  }
}
