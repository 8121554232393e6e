package vn.tia.mapping.exam;

import java.util.List;
import java.util.Optional;

/// A patient as one message or one image describes them.
public record Patient(
    List<PatientIdentifier> identifiers,
    HumanName name,
    Optional<PartialDate> birthDate,
    Sex sex,
    Optional<String> address,
    List<String> phones) {

  public Patient {
    identifiers = List.copyOf(identifiers);
    address = Texts.line(address);
    phones = Texts.lines(phones);
  }

  /// A patient of whom address and telephone are not said.
  public static Patient of(List<PatientIdentifier> identifiers, HumanName name,
      Optional<PartialDate> birthDate, Sex sex) {
    return new Patient(identifiers, name, birthDate, sex, Optional.empty(), List.of());
  }

  /// The number that goes into places with room for one: the first record number of the facility,
  /// else whatever number there is.
  public Optional<PatientIdentifier> mainIdentifier() {
    return identifiers.stream()
        .filter(PatientIdentifier::isLocal)
        .filter(one -> !one.typeCode().equals(PatientIdentifier.TEMPORARY))
        .findFirst()
        .or(() -> identifiers.stream().findFirst());
  }
}
