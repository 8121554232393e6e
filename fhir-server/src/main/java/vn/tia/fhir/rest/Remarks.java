package vn.tia.fhir.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.OperationOutcomeIssueComponent;
import vn.tia.mapping.fhir.FhirJson;
import vn.tia.records.resources.StoredResource;

/// Tells a client what the rules remark on what it has written, after the write: in the
/// OperationOutcome where it prefers one, in that of its entry in a Bundle, and else by a header
/// that there is something to be told.
record Remarks(List<WriteRule> rules) {

  /// The answer to a write with what is to be told.
  Reply to(Reply reply) {
    var issues = reply.version().stream().filter(written -> !written.deleted())
        .flatMap(this::of).toList();
    if (issues.isEmpty()) {
      return reply;
    }
    var remarks = new OperationOutcome().setIssue(new ArrayList<>(issues));
    if (!reply.isOutcome()) {
      return reply.remarked(FhirJson.encode(remarks));
    }
    var outcome = FhirJson.decode(reply.json().orElseThrow(), OperationOutcome.class);
    issues.forEach(outcome::addIssue);
    return reply.with(FhirJson.encode(outcome)).remarked(FhirJson.encode(remarks));
  }

  private Stream<OperationOutcomeIssueComponent> of(StoredResource written) {
    return rules.stream().flatMap(rule -> rule.remarks(written).stream());
  }
}
