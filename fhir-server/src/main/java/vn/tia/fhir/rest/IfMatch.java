package vn.tia.fhir.rest;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.Optional;

/// Reads the version that a client expects to change (R4 section 3.1.0.7.1).
final class IfMatch {
  private IfMatch() {}

  /// The version in `If-Match: W/"3"`, empty without the header; what is no such tag is given
  /// back as it is, and matches no version.
  static Optional<String> version(RequestDetails request) {
    return Optional.ofNullable(request.getHeader("If-Match"))
        .map(tag -> tag.strip().replaceFirst("^(?:W/)?\"(\\d+)\"$", "$1"));
  }
}
