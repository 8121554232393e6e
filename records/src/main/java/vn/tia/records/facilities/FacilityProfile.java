package vn.tia.records.facilities;

import java.time.ZoneId;

/// What a facility is called, before it has a row.
///
/// @param code its short name in settings and URLs, such as `BV01`
/// @param namespace the assigning authority of its medical record numbers (HL7 v2 PID-3.4.1)
/// @param system the URI of that authority, as FHIR identifiers carry it
/// @param zone the zone of its local times
public record FacilityProfile(
    String code, String name, String namespace, String system, ZoneId zone) {
  public static final ZoneId ZONE = ZoneId.of("Asia/Ho_Chi_Minh");

  public FacilityProfile {
    if (!code.matches("[A-Za-z0-9_-]{1,32}")) {
      throw new IllegalArgumentException(
          "a facility's code has 1 to 32 letters, digits, - or _, got: " + code);
    }
  }
}
