package vn.tia.fhir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.hl7.fhir.r4.model.IdType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vn.tia.mapping.fhir.FhirJson;
import vn.tia.records.resources.StoredResource;

/// Updates that don't fit what is stored: row 68 of the bad inputs. None of them changes a report.
class BadUpdateTest {
  private static FhirTestServer server;
  private static StoredResource patient;
  private StoredResource report;

  @BeforeAll
  static void start() {
    server = new FhirTestServer();
    patient = server.put(Examples.patient("BN001", "Đặng", "Thị", "Hường"));
  }

  @AfterAll
  static void stop() {
    assertThat(server.get("/metadata").statusCode()).as("still alive").isEqualTo(200);
    server.close();
  }

  @BeforeEach
  void create() {
    report = server.put(content().setStatus(DiagnosticReportStatus.PRELIMINARY));
    report = server.put((DiagnosticReport) content()
        .setStatus(DiagnosticReportStatus.FINAL).setId(report.id()));
    assertThat(report.version()).isEqualTo(2);
  }

  private static DiagnosticReport content() {
    return Examples.report(patient.key().toString());
  }

  private DiagnosticReport amended() {
    return (DiagnosticReport) content().setStatus(DiagnosticReportStatus.AMENDED)
        .setId(report.id());
  }

  private static HttpResponse<String> put(String path, DiagnosticReport body, String... headers) {
    var request = HttpRequest.newBuilder(URI.create(server.base() + path))
        .header("Content-Type", "application/fhir+json")
        .PUT(HttpRequest.BodyPublishers.ofString(FhirJson.encode(body)));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return server.send(request);
  }

  private void isUnchanged() {
    assertThat(server.get("/" + report.key()).body()).isEqualTo(report.json());
  }

  @Test
  void refusesABodyWithAnotherIdOrNone() {
    var other = amended();
    other.setId(UUID.randomUUID().toString());
    var none = amended();
    none.setIdElement(new IdType());

    for (var body : List.of(other, none)) {
      assertThat(put("/" + report.key(), body).statusCode()).isEqualTo(400);
    }
    isUnchanged();
    assertThat(server.get("/DiagnosticReport/" + other.getIdElement().getIdPart()).statusCode())
        .isEqualTo(404);
  }

  @Test
  void refusesEveryVersionInIfMatchButTheCurrent() {
    for (var tag : List.of("W/\"1\"", "W/\"3\"", "W/\"99\"", "W/\"-2\"", "W/\"x\"", "*", "\"\"",
        "W/\"99999999999999999999\"")) {
      assertThat(put("/" + report.key(), amended(), "If-Match", tag).statusCode()).as(tag)
          .isEqualTo(412);
    }
    isUnchanged();
    assertThat(put("/" + report.key(), amended(), "If-Match", "W/\"2\"").statusCode())
        .isEqualTo(200);
  }

  @Test
  void takesAnUpdateWithoutIfMatchAsItsCapabilitiesSay() {
    assertThat(server.get("/metadata").body())
        .contains("\"versioning\":\"versioned\"").doesNotContain("versioned-update");

    var answer = put("/" + report.key(), amended());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("ETag")).contains("W/\"3\"");
  }

  @Test
  void makesTheNextVersionWhateverTheBodyCallsItself() {
    var jumping = amended();
    jumping.getMeta().setVersionId("77");

    var answer = put("/" + report.key(), jumping);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("ETag")).contains("W/\"3\"");
    assertThat(answer.body()).contains("\"versionId\":\"3\"");
  }

  @Test
  void refusesToWriteIntoTheHistory() {
    for (var version : List.of("1", "2", "3", "77")) {
      assertThat(put("/" + report.key() + "/_history/" + version, amended()).statusCode())
          .as(version).isEqualTo(409);
    }
    isUnchanged();
    assertThat(server.get("/" + report.key() + "/_history/77").statusCode()).isEqualTo(404);
  }

  @Test
  void losesNoneOfTheUpdatesThatNameOneVersionAtOnce() throws Exception {
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      var updates = IntStream.range(0, 8).<Callable<Integer>>mapToObj(i -> () ->
          put("/" + report.key(), amended().setConclusion("conclusion " + i),
              "If-Match", "W/\"2\"").statusCode()).toList();
      var answers = pool.invokeAll(updates);

      assertThat(answers).extracting(answer -> answer.resultNow()).containsOnly(200, 412);
      assertThat(answers.stream().filter(answer -> answer.resultNow() == 200)).hasSize(1);
    }
    assertThat(server.get("/" + report.key()).headers().firstValue("ETag")).contains("W/\"3\"");
  }

  @Test
  void auditsNoTextThatIsNoId() {
    assertThat(server.get("/Patient/Nguy%E1%BB%85n%20V%C4%83n%20A").statusCode())
        .isEqualTo(400);

    assertThat(server.database.jdbc().sql("SELECT target FROM audit WHERE outcome = '400'")
        .query(String.class).list()).contains("Patient").allMatch(target -> !target.contains("A"));
  }
}
