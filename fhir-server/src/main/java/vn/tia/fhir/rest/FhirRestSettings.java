package vn.tia.fhir.rest;

import java.time.ZoneId;
import vn.tia.fhir.rest.query.SearchLimits;

/// How the FHIR door behaves.
///
/// @param bodyBytesMax the longest request body: an ImagingStudy of 30,000 instances fits
/// @param zone of dates without an offset
public record FhirRestSettings(int bodyBytesMax, ZoneId zone, SearchLimits search) {
  public static final FhirRestSettings DEFAULT = new FhirRestSettings(
      16 * 1024 * 1024, ZoneId.of("Asia/Ho_Chi_Minh"), SearchLimits.DEFAULT);
}
