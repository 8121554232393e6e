package vn.tia.mapping.exam;

import java.util.List;

/// A patient whose numbers stand for others from now on.
///
/// @param by the patient as they are to be known
/// @param replaced the numbers that are not used any more
public record Replacement(Kind kind, Patient by, List<PatientIdentifier> replaced) {

  /// What a replacement says of the patients.
  public enum Kind {
    /// Two records were of one person, and become one.
    MERGE,
    /// A patient gets another number, which nobody else has.
    RENUMBER
  }

  public Replacement {
    replaced = List.copyOf(replaced);
  }
}
