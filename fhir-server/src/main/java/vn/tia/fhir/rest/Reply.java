package vn.tia.fhir.rest;

import java.util.Optional;
import java.util.OptionalInt;
import org.hl7.fhir.r4.model.Resource;
import vn.tia.mapping.fhir.FhirJson;
import vn.tia.records.resources.StoredResource;

/// The answer to one request.
///
/// @param version which version it is about, for ETag and Last-Modified
/// @param isMade whether that version's address goes into Location
/// @param json the body as compact JSON
/// @param remarks an OperationOutcome about what was written all the same
record Reply(int status, Optional<StoredResource> version, Made made, Optional<String> json,
    Optional<String> remarks) {
  private static final String OUTCOME = "{\"resourceType\":\"OperationOutcome\"";

  Reply(int status, Optional<StoredResource> version, Made made, Optional<String> json) {
    this(status, version, made, json, Optional.empty());
  }

  /// Whether a resource was made, whose address goes into Location.
  enum Made { HERE, NOT_HERE }

  /// A resource as it is stored.
  static Reply of(StoredResource stored) {
    return new Reply(200, Optional.of(stored), Made.NOT_HERE, Optional.of(stored.json()));
  }

  /// A text about no version.
  static Reply of(String json) {
    return new Reply(200, Optional.empty(), Made.NOT_HERE, Optional.of(json));
  }

  static Reply of(int status, Resource resource) {
    return new Reply(
        status, Optional.empty(), Made.NOT_HERE, Optional.of(FhirJson.encode(resource)));
  }

  /// A status about a version, without a body.
  static Reply of(int status, StoredResource stored) {
    return new Reply(status, Optional.of(stored), Made.NOT_HERE, Optional.empty());
  }

  static Reply of(int status) {
    return new Reply(status, Optional.empty(), Made.NOT_HERE, Optional.empty());
  }

  Reply with(String body) {
    return new Reply(status, version, made, Optional.of(body), remarks);
  }

  /// The same, about a resource that was made.
  Reply here() {
    return new Reply(201, version, Made.HERE, json, remarks);
  }

  /// The same, with something to be told beside it.
  Reply remarked(String outcome) {
    return new Reply(status, version, made, json, Optional.of(outcome));
  }

  /// Whether the body says how it went instead of what is there.
  boolean isOutcome() {
    return json.filter(body -> body.startsWith(OUTCOME)).isPresent();
  }

  /// Whose the resource is, where it is about one.
  OptionalInt facility() {
    return version.map(one -> OptionalInt.of(one.facilityId())).orElse(OptionalInt.empty());
  }
}
