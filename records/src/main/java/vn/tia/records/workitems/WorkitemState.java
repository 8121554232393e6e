package vn.tia.records.workitems;

import java.util.Optional;
import java.util.stream.Stream;

/// Procedure Step State (0074,1000), PS3.4 table CC.1.1-1.
public enum WorkitemState {
  SCHEDULED("SCHEDULED"),
  IN_PROGRESS("IN PROGRESS"),
  COMPLETED("COMPLETED"),
  CANCELED("CANCELED");

  private final String term;

  WorkitemState(String term) {
    this.term = term;
  }

  public String term() {
    return term;
  }

  /// The state with a term of the standard, empty where there is none such.
  public static Optional<WorkitemState> of(String term) {
    return Stream.of(values()).filter(state -> state.term.equals(term)).findFirst();
  }

  /// Whether the step may no longer be changed.
  public boolean isFinal() {
    return this == COMPLETED || this == CANCELED;
  }
}
