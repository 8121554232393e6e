package vn.tia.mapping.exam;

import java.util.List;
import java.util.Optional;

/// An allergy or intolerance that a hospital tells of (HL7 v2 AL1).
///
/// @param codes what against; the first names it, others are alternates of it
/// @param words what against, in words
/// @param reactions how the patient reacts, in words
/// @param since when it was found
public record Allergy(
    List<Coded> codes,
    Optional<String> words,
    Optional<Kind> kind,
    Optional<Severity> severity,
    List<String> reactions,
    Optional<PartialDate> since) {

  public Allergy {
    codes = List.copyOf(codes);
    words = Texts.line(words);
    reactions = Texts.lines(reactions);
    if (codes.isEmpty() && words.isEmpty()) {
      throw new IllegalArgumentException("an allergy is against something");
    }
  }

  /// What it is known by among the patient's allergies.
  public String key() {
    return ClinicalFacts.key(codes, words);
  }

  /// What it is against (table 0127).
  public enum Kind { MEDICATION, FOOD, ENVIRONMENT, OTHER }

  /// How bad it is (table 0128).
  public enum Severity { SEVERE, MODERATE, MILD, UNKNOWN }
}
