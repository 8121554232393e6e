package vn.tia.fhir.operations.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeSet;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.tia.fhir.operations.OperationsServer;
import vn.tia.fhir.rest.ServedType;
import vn.tia.fhir.search.extract.SampleResources;
import vn.tia.mapping.fhir.FhirJson;

/// The samples of the types that are served, by `$validate`.
@Timeout(600)
class R4ExamplesValidTest {
  @Test
  void areValid() {
    var errors = new TreeSet<String>();
    var count = 0;
    var samples = SampleResources.all();
    try (var server = OperationsServer.open()) {
      for (var sample : samples) {
        if (ServedType.named(sample.fhirType()).isPresent()) {
          var answer = server.send("POST", "/" + sample.fhirType() + "/$validate",
              FhirJson.encode(sample));
          assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
          var id = sample.fhirType() + "/" + sample.getIdElement().getIdPart();
          FhirJson.decode(answer.body(), OperationOutcome.class).getIssue().stream()
              .filter(issue -> issue.getSeverity() == IssueSeverity.ERROR
                  || issue.getSeverity() == IssueSeverity.FATAL)
              .forEach(issue -> errors.add(id + ": " + issue.getDiagnostics()));
          count++;
        }
      }
    }
    // Those of IHE MADO carry R5's elements by extensions whose definitions no R4 package has.
    assertThat(errors).allMatch(error -> error.startsWith("DocumentReference/mado-")
        && error.contains("http://hl7.org/fhir/5.0/StructureDefinition/extension-"));
    assertThat(count).isGreaterThan(60);
  }
}
