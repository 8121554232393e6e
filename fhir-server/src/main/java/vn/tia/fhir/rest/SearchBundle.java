package vn.tia.fhir.rest;

import java.util.Optional;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import vn.tia.fhir.rest.query.Found;
import vn.tia.mapping.fhir.FhirJson;
import vn.tia.records.resources.StoredResource;

/// The searchset Bundle of an answer, as text around the stored texts.
record SearchBundle(Found found, String serverBase, String self, Optional<String> next) {

  /// The Bundle as compact JSON; the resources stand in it as they are stored.
  String json() {
    var bundle = new BundleText("searchset", found.total()).link("self", self);
    next.ifPresent(url -> bundle.link("next", url));
    found.matches().forEach(resource -> entry(bundle, resource, "match"));
    found.included().forEach(resource -> entry(bundle, resource, "include"));
    outcome().ifPresent(outcome -> bundle.entry(
        BundleText.resource(FhirJson.encode(outcome)), "\"search\":{\"mode\":\"outcome\"}"));
    return bundle.text();
  }

  private void entry(BundleText bundle, StoredResource resource, String mode) {
    bundle.entry(BundleText.fullUrl(serverBase + "/" + resource.key()),
        BundleText.resource(resource.json()), "\"search\":{\"mode\":\"" + mode + "\"}");
  }

  private Optional<OperationOutcome> outcome() {
    if (found.warnings().isEmpty()) {
      return Optional.empty();
    }
    var outcome = new OperationOutcome();
    found.warnings().forEach(warning -> outcome.addIssue().setSeverity(IssueSeverity.WARNING)
        .setCode(IssueType.NOTSUPPORTED).setDiagnostics(warning));
    return Optional.of(outcome);
  }
}
