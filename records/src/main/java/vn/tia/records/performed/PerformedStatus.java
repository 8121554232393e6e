package vn.tia.records.performed;

import java.util.Optional;
import java.util.stream.Stream;

/// Performed Procedure Step Status (0040,0252), PS3.3 section C.4.14.
public enum PerformedStatus {
  IN_PROGRESS("IN PROGRESS"),
  COMPLETED("COMPLETED"),
  DISCONTINUED("DISCONTINUED");

  private final String term;

  PerformedStatus(String term) {
    this.term = term;
  }

  public String term() {
    return term;
  }

  /// The status with a term of the standard, empty where there is none such.
  public static Optional<PerformedStatus> of(String term) {
    return Stream.of(values()).filter(status -> status.term.equals(term)).findFirst();
  }

  /// Whether the step may no longer be changed.
  public boolean isFinal() {
    return this != IN_PROGRESS;
  }
}
