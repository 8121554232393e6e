package vn.tia.fhir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Location;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.tia.mapping.fhir.FhirJson;

/// Requests that nobody should send (rows 63 to 65, 69 and 72), over HTTP.
@Timeout(180)
class HostileRequestTest {
  private static FhirTestServer server;

  @BeforeAll
  static void start() {
    server = new FhirTestServer();
    for (var id : List.of("a", "b", "c")) {
      var location = new Location().setName("Phòng " + id);
      location.setId(id);
      server.put(location);
    }
    server.settle();
  }

  @AfterAll
  static void stop() {
    assertThat(server.get("/Location?_summary=count").body())
        .as("still alive, nothing written").contains("\"total\":3");
    server.close();
  }

  private static void assertRefused(HttpResponse<String> answer, int status, String why) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(FhirJson.decode(answer.body(), OperationOutcome.class).getIssueFirstRep()
        .getDiagnostics()).contains(why);
  }

  private static HttpResponse<String> search(String query) {
    return server.get("/Location?" + query);
  }

  @Test
  void row63FetchesNoSchemaAndIncludesNothing() {
    for (var xml : List.of(
        "<Location xmlns=\"http://hl7.org/fhir\" xmlns:i=\"http://www.w3.org/2001/XMLSchema-"
            + "instance\" i:schemaLocation=\"http://hl7.org/fhir http://127.0.0.1:9/x.xsd\">"
            + "<nme value=\"x\"/></Location>",
        "<Location xmlns=\"http://hl7.org/fhir\"><x:include xmlns:x=\"http://www.w3.org/2001/"
            + "XInclude\" href=\"file:///etc/passwd\" parse=\"text\"/></Location>",
        "<?xml version=\"1.0\" encoding=\"UTF-16\"?><Location xmlns=\"http://hl7.org/fhir\"/>")) {
      var answer = server.post("/Location", "application/fhir+xml",
          xml.getBytes(StandardCharsets.UTF_8));
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
      assertThat(answer.body()).doesNotContain("root:");
    }
  }

  @Test
  void row64BoundsSearches() {
    assertRefused(search(Stream.generate(() -> "partof").limit(12)
        .collect(Collectors.joining(".")) + ".name=x"), 400, "chain");
    assertRefused(search("_has:Location:partof:".repeat(12) + "name=x"), 400, "");
    assertThat(search("name=" + "x,".repeat(5_000) + "x").statusCode()).isEqualTo(400);
    assertRefused(server.post("/Location/_search", "application/x-www-form-urlencoded",
        ("name=" + "x,".repeat(5_000) + "x").getBytes(StandardCharsets.UTF_8)), 400, "values");
    assertRefused(search("_sort=nonsense"), 400, "_sort");
    assertRefused(search("_lastUpdated=2026-99-99"), 400, "");
    assertRefused(server.send("GET", "/Location?_include=nonsense:x", "",
        "Prefer", "handling=strict"), 400, "");
    assertRefused(search("name:exactly=x"), 400, "");
    assertThat(search("_count=1000000000").body()).contains("\"total\":3");
    assertThat(search("_count=99999999999999999999").statusCode()).isIn(200, 400);
    assertThat(search("name=" + "%00").statusCode()).isIn(200, 400);
    assertThat(search("name=.*%2B%5B").body()).contains("\"total\":0");
    assertThat(search("_include=*&_include:iterate=Location:partof&_revinclude=*").statusCode())
        .isEqualTo(200);
  }

  @Test
  void row65TakesAPageLinkWhereItBelongsOnly() {
    var next = search("_count=1").body().replaceAll("(?s).*_page=([^\"&]+).*", "$1");
    assertThat(search("_page=" + next).statusCode()).isEqualTo(200);
    assertRefused(server.get("/Location/_history?_page=" + next), 410, "page link");
    assertRefused(search("_page=" + next.substring(1)), 410, "page link");
  }

  @Test
  void row69TakesNoBundleOfAHundredThousandAndDeletesNotAll() {
    var entry = "{\"request\":{\"method\":\"DELETE\",\"url\":\"Location/a\"}}";
    for (var type : List.of("batch", "transaction")) {
      assertRefused(server.send("POST", "", "{\"resourceType\":\"Bundle\",\"type\":\"" + type
          + "\",\"entry\":[" + IntStream.range(0, 100_000).mapToObj(_ -> entry)
              .collect(Collectors.joining(",")) + "]}"), 413, "at most 1000");
    }
    for (var all : List.of("/Location", "/Location?", "/Location?_count=1", "/Location?_sort=name",
        "/Location?_include=Location:partof&_format=json", "/Location?name=",
        "/Location?nonsense=1", "/Location?name=Ph&nonsense=1")) {
      assertThat(server.send("DELETE", all, "").statusCode()).as(all).isEqualTo(400);
    }
    assertRefused(server.send("DELETE", "/Location?name=Ph", ""), 412, "more than 1");
    assertThat(server.send("DELETE", "", "").statusCode()).isEqualTo(405);
  }

  @Test
  void row72TakesNoIdThatIsNone() {
    for (var id : List.of("a%2Fb", "x".repeat(65), "a%20b", "a_b", "%C4%91", "..%2Fa", "a%0D%0Ab",
        "a%00")) {
      for (var method : List.of("GET", "PUT", "DELETE", "PATCH")) {
        var answer = server.send(method, "/Location/" + id, method.equals("PUT")
            ? "{\"resourceType\":\"Location\",\"name\":\"x\"}" : "");
        assertThat(answer.statusCode()).as(method + " " + id).isEqualTo(400);
      }
    }
    var lost = new Location().setPartOf(new Reference("Location/nowhere"));
    assertRefused(server.send("POST", "/Location", FhirJson.encode(lost)), 422,
        "Location.partOf refers to a Location that does not exist here");
  }
}
