package vn.tia.fhir.operations.patients;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import vn.tia.mapping.exam.PartialDate;
import vn.tia.mapping.names.NameKey;

/// What tells a person from others, as a Patient says it.
///
/// @param numbers identifiers, those of old use included: they were the person's
/// @param names each name as it is written
record Person(Set<Number> numbers, List<String> names, Optional<PartialDate> birthDate,
    Optional<AdministrativeGender> sex, Set<String> phones) {

  /// An identifier; the system is empty where none was said.
  record Number(String system, String value) {
    boolean is(Number other) {
      return value.equals(other.value)
          && (system.equals(other.system) || system.isEmpty() || other.system.isEmpty());
    }
  }

  static Person of(Patient patient) {
    return new Person(
        patient.getIdentifier().stream().filter(Identifier::hasValue)
            .map(one -> new Number(one.hasSystem() ? one.getSystem() : "",
                one.getValue().strip()))
            .collect(Collectors.toUnmodifiableSet()),
        patient.getName().stream().map(Person::written).filter(name -> !name.isBlank()).toList(),
        birthDate(patient),
        Optional.ofNullable(patient.getGender())
            .filter(sex -> sex != AdministrativeGender.UNKNOWN),
        patient.getTelecom().stream().filter(ContactPoint::hasValue)
            .map(one -> one.getValue().replaceAll("[^0-9]", ""))
            .filter(digits -> digits.length() >= 8)
            .map(digits -> digits.substring(digits.length() - 8))
            .collect(Collectors.toUnmodifiableSet()));
  }

  private static String written(HumanName name) {
    var parts = Stream.concat(Stream.ofNullable(name.getFamily()),
        name.getGiven().stream().map(given -> given.getValueNotNull()));
    var text = parts.filter(part -> !part.isBlank()).collect(Collectors.joining(" "));
    return text.isBlank() ? name.hasText() ? name.getText() : "" : text;
  }

  private static Optional<PartialDate> birthDate(Patient patient) {
    return Optional.ofNullable(patient.getBirthDateElement().getValueAsString())
        .map(PartialDate::parse);
  }

  /// The names without accents, case and order.
  List<NameKey> keys() {
    return names.stream().map(NameKey::of).filter(key -> !key.isEmpty()).toList();
  }
}
