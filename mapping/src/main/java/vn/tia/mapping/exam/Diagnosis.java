package vn.tia.mapping.exam;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A diagnosis that a hospital tells of (HL7 v2 DG1).
///
/// @param number the sender's own for it, where it has one
/// @param codes what it is; the first names it, others are alternates of it
/// @param words what it is, in words
/// @param since when it began
/// @param recordedAt when it was entered
/// @param by who made it
public record Diagnosis(
    Optional<AssignedId> number,
    List<Coded> codes,
    Optional<String> words,
    Certainty certainty,
    Optional<Instant> since,
    Optional<Instant> recordedAt,
    Optional<Practitioner> by) {

  public Diagnosis {
    codes = List.copyOf(codes);
    words = Texts.line(words);
    if (codes.isEmpty() && words.isEmpty()) {
      throw new IllegalArgumentException("a diagnosis says what the patient has");
    }
  }

  /// What it is known by among the diagnoses of the patient's visit.
  public String key() {
    return number.map(AssignedId::value).orElseGet(() -> ClinicalFacts.key(codes, words));
  }

  /// How sure it is.
  public enum Certainty {
    /// At the admission, or while at work (DG1-6 A, W, and where nothing is said).
    PROVISIONAL,
    /// The final one (DG1-6 F).
    CONFIRMED,
    /// Taken back (DG1-21 D).
    RETRACTED
  }
}
