package vn.tia.fhir.rest;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.SearchEntryMode;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import vn.tia.fhir.rest.query.Found;
import vn.tia.mapping.fhir.FhirJson;
import vn.tia.records.resources.StoredResource;

/// The searchset Bundle of an answer, as text around the stored texts or as a model.
record SearchBundle(Found found, String serverBase, String self, Optional<String> next) {

  /// The Bundle as compact JSON; the resources stand in it as they are stored.
  String json() {
    var json = new StringBuilder(4_096);
    json.append("{\"resourceType\":\"Bundle\",\"id\":\"").append(UUID.randomUUID())
        .append("\",\"meta\":{\"lastUpdated\":\"").append(Instant.now())
        .append("\"},\"type\":\"searchset\"");
    found.total().ifPresent(total -> json.append(",\"total\":").append(total));
    json.append(",\"link\":[{\"relation\":\"self\",\"url\":").append(quoted(self)).append('}');
    next.ifPresent(url ->
        json.append(",{\"relation\":\"next\",\"url\":").append(quoted(url)).append('}'));
    json.append(']');
    entries(json);
    return json.append('}').toString();
  }

  private void entries(StringBuilder json) {
    var start = json.length();
    found.matches().forEach(resource -> entry(json, resource, "match"));
    found.included().forEach(resource -> entry(json, resource, "include"));
    outcome().ifPresent(outcome -> json.append(",{\"resource\":")
        .append(FhirJson.encode(outcome)).append(",\"search\":{\"mode\":\"outcome\"}}"));
    if (json.length() > start) {
      json.replace(start, start + 1, ",\"entry\":[").append(']');
    }
  }

  private void entry(StringBuilder json, StoredResource resource, String mode) {
    json.append(",{\"fullUrl\":").append(quoted(serverBase + "/" + resource.key()))
        .append(",\"resource\":").append(resource.json())
        .append(",\"search\":{\"mode\":\"").append(mode).append("\"}}");
  }

  private static String quoted(String text) {
    return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
  }

  /// The Bundle as HAPI's model, for every other form of answer.
  Bundle model() {
    var bundle = new Bundle().setType(BundleType.SEARCHSET);
    bundle.setId(UUID.randomUUID().toString());
    bundle.getMeta().setLastUpdated(Date.from(Instant.now()));
    found.total().ifPresent(total -> bundle.setTotal((int) total));
    bundle.addLink().setRelation("self").setUrl(self);
    next.ifPresent(url -> bundle.addLink().setRelation("next").setUrl(url));
    add(bundle, found.matches(), SearchEntryMode.MATCH);
    add(bundle, found.included(), SearchEntryMode.INCLUDE);
    outcome().ifPresent(outcome -> bundle.addEntry().setResource(outcome)
        .getSearch().setMode(SearchEntryMode.OUTCOME));
    return bundle;
  }

  private void add(Bundle bundle, List<StoredResource> resources, SearchEntryMode mode) {
    resources.forEach(resource -> bundle.addEntry()
        .setFullUrl(serverBase + "/" + resource.key())
        .setResource(FhirJson.decode(resource.json()))
        .getSearch().setMode(mode));
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
