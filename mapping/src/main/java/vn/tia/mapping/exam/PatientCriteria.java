package vn.tia.mapping.exam;

import java.util.List;
import java.util.Optional;

/// Which patients somebody looks for; what is empty is not asked for.
///
/// @param identifiers numbers, any of which the patient has
/// @param names parts of the name; `*` stands for any letters at the end of a word
/// @param birthDate as far as it is known
public record PatientCriteria(
    List<PatientIdentifier> identifiers,
    List<String> names,
    Optional<PartialDate> birthDate,
    Optional<Sex> sex) {
  public PatientCriteria {
    identifiers = List.copyOf(identifiers);
    names = Texts.lines(names);
  }

  /// Whether every patient would match.
  public boolean isUniversal() {
    return identifiers.isEmpty() && names.isEmpty() && birthDate.isEmpty() && sex.isEmpty();
  }
}
