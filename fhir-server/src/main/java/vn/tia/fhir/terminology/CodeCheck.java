package vn.tia.fhir.terminology;

import java.util.Optional;

/// Whether a code is one of a set.
public sealed interface CodeCheck {
  /// It is.
  ///
  /// @param remark what isn't quite right all the same
  record Valid(Concept concept, Optional<String> remark) implements CodeCheck {}

  /// It isn't.
  ///
  /// @param known the code, where the code is right and only its display is not
  record Invalid(String why, Optional<Concept> known) implements CodeCheck {}
}
