package vn.tia.fhir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import vn.tia.mapping.fhir.FhirJson;

/// Row 61 of the bad inputs at the FHIR door: with the database away nothing is answered as done,
/// found or absent.
class RecordsDownTest {

  @Test
  void answersThatItIsUnavailable() {
    try (var server = new FhirTestServer()) {
      var patient = server.put(Examples.patient("BN001", "Đặng", "Thị", "Hường"));
      server.settle();
      server.database.close();

      for (var path : List.of("/" + patient.key(), "/Patient/nobody",
          "/" + patient.key() + "/_history", "/" + patient.key() + "/_history/1",
          "/Patient?name=huong", "/Patient?name=nobody", "/Patient?_id=" + patient.id())) {
        var answer = server.get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(503);
        assertThat(answer.body()).startsWith("{\"resourceType\":\"OperationOutcome\"")
            .contains("the records cannot be reached").doesNotContain("Hường", "BN001");
      }
      var report = FhirJson.encode(Examples.report(patient.key().toString()));
      var created = server.post("/DiagnosticReport", "application/fhir+json",
          report.getBytes(StandardCharsets.UTF_8));
      assertThat(created.statusCode()).isEqualTo(503);
      assertThat(server.get("/metadata").statusCode()).as("still alive").isEqualTo(200);
    }
  }
}
