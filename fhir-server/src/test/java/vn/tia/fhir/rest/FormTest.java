package vn.tia.fhir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.net.http.HttpResponse;
import java.util.List;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Narrative.NarrativeStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.tia.mapping.fhir.FhirJson;

/// The forms of answers, and rows 63 and 71 of the bad inputs.
@Timeout(120)
class FormTest {
  private static FhirTestServer server;
  private static String path;

  @BeforeAll
  static void start() {
    server = new FhirTestServer();
    var patient = Examples.patient("BN001", "Đặng", "Hường");
    patient.getMaritalStatus().setText("Đã kết hôn");
    patient.getText().setStatus(NarrativeStatus.GENERATED).setDivAsString("<div>Chị Hường</div>");
    path = server.send("POST", "/Patient", FhirJson.encode(patient)).headers()
        .firstValue("Location").orElseThrow().substring(server.base().length())
        .replaceAll("/_history.*", "");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void answersInXmlAndJsonAsAsked() {
    for (var accept : List.of("application/fhir+xml", "application/xml",
        "application/fhir+json;q=0.5, application/fhir+xml", "text/html,application/xml;q=0.9")) {
      var answer = server.send("GET", path, "", "Accept", accept);
      assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).as(accept)
          .startsWith(accept.startsWith("text/html") ? "application/fhir+json"
              : "application/fhir+xml");
    }
    assertThat(server.get(path + "?_format=application/fhir+xml").body())
        .startsWith("<Patient xmlns");
    assertThat(server.get("/Patient?_format=xml&_count=1").body()).startsWith("<Bundle");
    assertThat(server.get(path + "/_history?_format=xml&_pretty=true").body())
        .startsWith("<Bundle").contains("\n   <type value=\"history\">");
  }

  @Test
  void refusesFormsThatAreNone() {
    for (var format : List.of("text/plain", "x%0D%0ASet-Cookie:%20a=b", "%3Cscript%3E")) {
      assertThat(server.get(path + "?_format=" + format).statusCode()).as(format).isEqualTo(406);
    }
    assertThat(server.send("GET", path, "", "Accept", "image/png").statusCode()).isEqualTo(406);
    var made = server.get("/Location?_summary=count").body();
    assertThat(server.send("POST", "/Location?_format=pdf", "{\"resourceType\":\"Location\"}")
        .statusCode()).isEqualTo(406);
    assertThat(server.get("/Location?_summary=count").body()).as("nothing was written")
        .contains("\"total\":0").hasSameSizeAs(made);
    assertThat(server.get(path + "?_pretty=true%0D%0AX:%201").headers().map())
        .doesNotContainKey("X");
    assertThat(server.get(path + "?_summary=all").statusCode()).isEqualTo(400);
  }

  @Test
  void answersPartsOfAResource() {
    assertThat(server.get(path + "?_summary=true").body()).contains("SUBSETTED", "BN001")
        .doesNotContain("Đã kết hôn", "Chị Hường");
    assertThat(server.get(path + "?_summary=text").body()).contains("Chị Hường")
        .doesNotContain("BN001");
    assertThat(server.get(path + "?_summary=data").body()).contains("BN001", "Đã kết hôn")
        .doesNotContain("Chị Hường");
    assertThat(server.get(path + "?_summary=false").body()).contains("BN001", "Chị Hường");
    assertThat(server.get(path + "?_elements=maritalStatus").body()).contains("Đã kết hôn")
        .doesNotContain("BN001");
    assertThat(server.get("/Patient?_elements=maritalStatus").body())
        .contains("Đã kết hôn", "\"searchset\"").doesNotContain("BN001");
    assertThat(server.get("/Patient?_summary=count").body()).contains("\"total\":1")
        .doesNotContain("entry");
  }

  @Test
  void answersEachCombinationOfForms() {
    for (var format : List.of("json", "xml", "application/fhir%2Bjson", "application/fhir+xml")) {
      for (var pretty : List.of("", "&_pretty=true", "&_pretty=false")) {
        for (var part : List.of("", "&_summary=true", "&_summary=text", "&_summary=data",
            "&_summary=false", "&_elements=identifier", "&_elements=Patient.identifier,gender",
            "&_summary=true&_elements=maritalStatus", "&_summary=data&_elements=identifier")) {
          for (var place : List.of(path, "/Patient", "/Patient/_history", path + "/_history/1")) {
            var form = place + "?_format=" + format + pretty + part;
            assertIs(server.get(form), form);
          }
        }
      }
    }
  }

  /// Of `_summary` and `_elements` together, the former counts.
  private static void assertIs(HttpResponse<String> answer, String form) {
    assertThat(answer.statusCode()).as(form).isEqualTo(200);
    var isXml = form.contains("xml");
    assertThat(answer.headers().firstValue("Content-Type")).as(form)
        .contains("application/fhir+" + (isXml ? "xml" : "json") + ";charset=UTF-8");
    var parser = isXml ? FhirJson.context().newXmlParser() : FhirJson.context().newJsonParser();
    var resource = parser.parseResource(answer.body());
    assertThat(resource.fhirType()).as(form).isIn("Patient", "Bundle");
    assertThat(answer.body().contains("\n  ")).as(form).isEqualTo(form.contains("_pretty=true"));
    var isPart = form.matches(".*(_summary=(true|text|data)|_elements).*");
    assertThat(answer.body().contains("SUBSETTED")).as(form).isEqualTo(isPart);
    assertThat(answer.body().contains("Chị Hường")).as(form)
        .isEqualTo(!isPart || form.contains("_summary=text"));
    assertThat(answer.body().contains("Đã kết hôn")).as(form)
        .isEqualTo(!isPart || form.contains("_summary=data"));
  }

  @Test
  void answersHeadAsGetWithoutTheBody() {
    var get = server.get(path);
    var head = server.send("HEAD", path, "");

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    for (var name : List.of("ETag", "Last-Modified", "Content-Type", "Content-Length")) {
      assertThat(head.headers().firstValue(name)).as(name)
          .isEqualTo(get.headers().firstValue(name)).isPresent();
    }
    assertThat(server.send("HEAD", "/Patient/nobody", "").statusCode()).isEqualTo(404);
  }

  @Test
  void searchesByPost() {
    assertThat(server.send("POST", "/Patient/_search", "name=dang",
        "Content-Type", "application/x-www-form-urlencoded").body()).contains("BN001");
    assertThat(server.send("DELETE", "/Patient/_search", "").statusCode()).isEqualTo(405);
  }

  @Test
  void servesWhatABinaryHoldsSoThatNothingRunsInIt() {
    for (var type : List.of("text/html", "image/svg+xml", "application/pdf")) {
      var made = server.send("POST", "/Binary", FhirJson.encode(new Binary().setContentType(type)
          .setData("<script>x</script>".getBytes(StandardCharsets.UTF_8))));
      var url = made.headers().firstValue("Location").orElseThrow()
          .substring(server.base().length()).replaceAll("/_history.*", "");

      var content = server.send("GET", url, "", "Accept", "*/*");

      assertThat(content.body()).isEqualTo("<script>x</script>");
      assertThat(content.headers().firstValue("Content-Type").orElseThrow()).startsWith(type);
      assertThat(content.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
      assertThat(content.headers().firstValue("Content-Security-Policy").orElseThrow())
          .contains("sandbox");
      assertThat(content.headers().firstValue("Content-Disposition").isPresent())
          .isEqualTo(!type.equals("application/pdf"));
      assertThat(server.send("GET", url, "", "Accept", "application/fhir+json").body())
          .startsWith("{\"resourceType\":\"Binary\"");
    }
  }

  @Test
  void makesABinaryOfAnyBody() {
    var made = server.send("POST", "/Binary", "%PDF-1.7", "Content-Type", "application/pdf");

    assertThat(made.statusCode()).isEqualTo(201);
    assertThat(made.body()).contains("\"contentType\":\"application/pdf\"");
    assertThat(server.send("POST", "/Location", "%PDF-1.7", "Content-Type", "application/pdf")
        .statusCode()).isEqualTo(415);
  }

  @Test
  void refusesANarrativeThatRuns() {
    for (var div : List.of("<script>x</script>", "<p onclick=\"x\">a</p>",
        "<a href=\" java\nscript:x\">a</a>", "<p style=\"background: url(http://x)\">a</p>")) {
      var body = "{\"resourceType\":\"Location\",\"text\":{\"status\":\"generated\",\"div\":"
          + BundleText.quoted("<div xmlns=\"http://www.w3.org/1999/xhtml\">" + div + "</div>")
          + "}}";
      assertThat(server.send("POST", "/Location", body).statusCode()).as(div).isIn(400, 422);
    }
  }

  @Test
  void letsPagesOfNamedOriginsCall() {
    try (var open = new FhirTestServer(
        FhirRestSettings.DEFAULT.withCorsOrigins(List.of("https://emr.example")))) {
      var asked = open.send("OPTIONS", "/Patient", "", "Origin", "https://emr.example",
          "Access-Control-Request-Method", "PUT");
      assertThat(asked.statusCode()).isEqualTo(204);
      assertThat(asked.headers().firstValue("Access-Control-Allow-Methods").orElseThrow())
          .contains("PUT");
      assertThat(open.send("GET", "/Patient/nobody", "", "Origin", "https://emr.example")
          .headers().firstValue("Access-Control-Allow-Origin")).contains("https://emr.example");
      assertThat(open.send("GET", "/Patient", "", "Origin", "https://evil.example").headers()
          .firstValue("Access-Control-Allow-Origin")).isEmpty();
    }
  }
}
