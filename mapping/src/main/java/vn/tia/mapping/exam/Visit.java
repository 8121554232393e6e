package vn.tia.mapping.exam;

import java.time.Instant;
import java.util.Optional;

/// The stay or visit during which an exam was ordered.
///
/// @param institution the hospital's name, (0008,0080)
/// @param institutionAddress (0008,0081)
/// @param patientLocation ward, room and bed, (0038,0300)
/// @param patientClass HL7 table 0004: `I` in-patient, `O` out-patient, `E` emergency …
public record Visit(
    Optional<AssignedId> admissionId,
    Optional<Instant> admittedAt,
    Optional<String> patientClass,
    Optional<String> institution,
    Optional<String> institutionAddress,
    Optional<String> patientLocation,
    Optional<Practitioner> referring,
    Optional<Practitioner> attending) {

  /// Nothing is known.
  public static final Visit UNSAID = new Visit(Optional.empty(), Optional.empty(),
      Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
      Optional.empty());

  public Visit {
    patientClass = Texts.line(patientClass);
    institution = Texts.line(institution);
    institutionAddress = Texts.line(institutionAddress);
    patientLocation = Texts.line(patientLocation);
  }
}
