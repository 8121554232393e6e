package vn.tia.records.access;

import java.time.ZoneId;
import java.util.List;
import vn.tia.records.facilities.FacilityProfile;

/// A facility as the operator describes it: what it is called, and who speaks for it.
///
/// @param callingAeTitles the DICOM nodes of the facility and what each may do
/// @param hl7Senders the HL7 applications of the facility
public record FacilitySettings(
    String code,
    String name,
    String namespace,
    String system,
    ZoneId zone,
    List<CallingAe> callingAeTitles,
    List<Hl7Sender> hl7Senders) {
  public FacilitySettings {
    callingAeTitles = List.copyOf(callingAeTitles);
    hl7Senders = List.copyOf(hl7Senders);
  }

  /// What the facility is called, without who speaks for it.
  public FacilityProfile profile() {
    return new FacilityProfile(code, name, namespace, system, zone);
  }
}
