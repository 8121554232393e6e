package vn.tia.mapping.hl7;

import java.util.List;
import java.util.Optional;
import vn.tia.mapping.exam.HumanName;
import vn.tia.mapping.exam.PartialDate;
import vn.tia.mapping.exam.Patient;
import vn.tia.mapping.exam.PatientIdentifier;
import vn.tia.mapping.exam.Sex;

/// A patient while the rules fill them in, with the numbers that theirs replace.
final class PatientDraft {

  List<PatientIdentifier> identifiers = List.of();
  HumanName name = HumanName.UNKNOWN;
  Optional<PartialDate> birthDate = Optional.empty();
  Sex sex = Sex.UNKNOWN;
  Optional<String> address = Optional.empty();
  List<String> phones = List.of();
  List<PatientIdentifier> replaced = List.of();

  /// Refuses a PID segment that is missing or names nobody.
  static void require(Optional<Hl7Segment> segment) {
    Hl7Segment pid = segment.orElseThrow(() -> missing(0, "PID is missing"));
    if (pid.texts(3, 1).findFirst().isEmpty()) {
      throw missing(3, "PID-3 holds no patient identifier");
    }
  }

  private static FaultException missing(int field, String text) {
    return new FaultException(Fault.error(
        FaultCode.REQUIRED_FIELD_MISSING, FaultLocation.of("PID", field), text));
  }

  Patient toPatient() {
    return new Patient(identifiers, name, birthDate, sex, address, phones);
  }
}
