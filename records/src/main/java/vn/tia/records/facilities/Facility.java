package vn.tia.records.facilities;

import java.time.ZoneId;
import vn.tia.mapping.exam.AuthoritySystems;

/// A hospital or clinic whose exams are kept here.
///
/// @param id our row id
/// @param code its short name in settings and URLs, such as `BV01`
/// @param namespace the assigning authority of its medical record numbers (HL7 v2 PID-3.4.1)
/// @param system the URI of that authority, as FHIR identifiers carry it
/// @param zone the zone of its local times
public record Facility(
    int id, String code, String name, String namespace, String system, ZoneId zone) {

  /// How the facility's authorities are named everywhere.
  public AuthoritySystems systems() {
    return new AuthoritySystems(code, namespace, system);
  }
}
