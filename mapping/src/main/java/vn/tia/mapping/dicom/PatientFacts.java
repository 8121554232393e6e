package vn.tia.mapping.dicom;

import java.util.List;
import java.util.Optional;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.mapping.exam.HumanName;
import vn.tia.mapping.exam.PartialDate;
import vn.tia.mapping.exam.Patient;
import vn.tia.mapping.exam.PatientIdentifier;
import vn.tia.mapping.exam.Sex;
import vn.tia.mapping.names.PersonNames;

/// Reads the patient of an instance.
public final class PatientFacts {

  private PatientFacts() {}

  /// The patient as the instance describes them: without identifier where it has no Patient ID.
  public static Patient of(Dataset dataset) {
    return Patient.of(
        identifiers(dataset),
        dataset.string(Tags.PATIENT_NAME).map(PersonNames::toHumanName).orElse(HumanName.UNKNOWN),
        dataset.string(Tags.PATIENT_BIRTH_DATE).flatMap(PatientFacts::birthDate),
        sex(dataset.string(Tags.PATIENT_SEX).orElse("")));
  }

  private static List<PatientIdentifier> identifiers(Dataset dataset) {
    var authority = Authorities.ofPatientId(dataset);
    return dataset.string(Tags.PATIENT_ID)
        .flatMap(id -> Authorities.wellFormed(() -> PatientIdentifier.local(id, authority)))
        .stream()
        .toList();
  }

  private static Optional<PartialDate> birthDate(String value) {
    return DicomTimes.date(value).map(PartialDate::of);
  }

  private static Sex sex(String code) {
    return switch (code) {
      case "M" -> Sex.MALE;
      case "F" -> Sex.FEMALE;
      case "O" -> Sex.OTHER;
      default -> Sex.UNKNOWN;
    };
  }
}
