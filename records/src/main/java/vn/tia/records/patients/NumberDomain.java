package vn.tia.records.patients;

import java.util.List;
import vn.tia.mapping.exam.PatientIdentifier;
import vn.tia.records.facilities.Facility;

/// Who gives out a record number, as far as facilities are concerned.
final class NumberDomain {
  private NumberDomain() {}

  /// Whether another facility gives out one of the record numbers that a facility's message holds.
  static boolean isOther(Facility own, Facility other, List<PatientIdentifier> numbers) {
    return own.id() != other.id() && numbers.stream()
        .filter(PatientIdentifier::isLocal)
        .anyMatch(one -> isOther(own, other, one));
  }

  private static boolean isOther(Facility own, Facility other, PatientIdentifier number) {
    var system = own.systems().of(number);
    return !system.equals(own.system()) && (system.equals(other.system())
        || number.authority().universalId().isEmpty()
        && number.authority().namespace().filter(other.namespace()::equalsIgnoreCase).isPresent());
  }
}
