package vn.tia.hl7.receive;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import vn.tia.mapping.exam.Authority;
import vn.tia.mapping.exam.HumanName;
import vn.tia.mapping.exam.Patient;
import vn.tia.mapping.exam.PatientIdentifier;
import vn.tia.mapping.exam.Sex;
import vn.tia.mapping.hl7.Fault;
import vn.tia.mapping.hl7.FaultCode;
import vn.tia.mapping.hl7.FaultLocation;
import vn.tia.mapping.hl7.PatientAnswer;
import vn.tia.mapping.hl7.PatientQuery;
import vn.tia.records.facilities.Facility;
import vn.tia.records.patients.Patients;
import vn.tia.records.patients.StoredPatient;

/// Answers queries about the patients of the sender's own facility, and of no other.
final class PatientQueries {
  private final Patients patients;

  PatientQueries(Patients patients) {
    this.patients = patients;
  }

  PatientAnswer answer(Facility facility, PatientQuery query) {
    return switch (query) {
      case PatientQuery.Demographics asked -> demographics(facility, asked);
      case PatientQuery.CrossReference asked -> crossReference(facility, asked);
    };
  }

  private PatientAnswer demographics(Facility facility, PatientQuery.Demographics asked) {
    // One more than wanted says whether there is more.
    List<StoredPatient> found = patients.search(
        facility.id(), asked.criteria(), asked.after(), asked.max() + 1);
    List<StoredPatient> told = found.subList(0, Math.min(asked.max(), found.size()));
    var next = found.size() > told.size()
        ? OptionalLong.of(told.getLast().id()) : OptionalLong.empty();
    return PatientAnswer.found(asked, told.stream()
        .map(one -> named(facility, one.patient())).toList(), next);
  }

  /// IHE ITI-9: the other numbers of a patient, those of the wanted domains.
  private PatientAnswer crossReference(Facility facility, PatientQuery.CrossReference asked) {
    var patient = patients.byIdentifier(facility.id(), asked.number());
    if (patient.isEmpty()) {
      return PatientAnswer.failed(asked, Fault.error(FaultCode.UNKNOWN_KEY,
          FaultLocation.of("QPD", 3), "no patient of this number is known"));
    }
    var numbers = named(facility, patient.get().patient()).identifiers().stream()
        .filter(one -> !isSame(facility, one, asked.number()))
        .filter(one -> asked.domains().isEmpty() || asked.domains().stream()
            .anyMatch(domain -> facility.systems().of(one.authority())
                .equals(facility.systems().of(domain))
                || facility.systems().of(one).equals(facility.systems().of(domain))))
        .toList();
    var told = numbers.isEmpty()
        ? Stream.<Patient>empty()
        : Stream.of(Patient.of(numbers, HumanName.UNKNOWN, Optional.empty(), Sex.UNKNOWN));
    return PatientAnswer.found(asked, told.toList(), OptionalLong.empty());
  }

  private static boolean isSame(
      Facility facility, PatientIdentifier one, PatientIdentifier other) {
    return one.value().equals(other.value())
        && facility.systems().of(one).equals(facility.systems().of(other));
  }

  /// With the facility's name space where a number came without one: an answer says whose it is.
  private static Patient named(Facility facility, Patient patient) {
    return new Patient(patient.identifiers().stream()
        .map(one -> one.authority().isUnsaid() && one.isLocal()
            ? new PatientIdentifier(one.value(), Authority.ofNamespace(facility.namespace()),
                one.typeCode())
            : one)
        .toList(), patient.name(), patient.birthDate(), patient.sex(), patient.address(),
        patient.phones());
  }
}
