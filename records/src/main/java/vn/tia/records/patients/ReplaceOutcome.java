package vn.tia.records.patients;

import java.util.List;

/// What became of a replacement of patient numbers. All but the first changed nothing.
public sealed interface ReplaceOutcome {
  /// The old numbers lead to the patient; perhaps they did before.
  ///
  /// @param merges who was merged into whom for it
  record Done(StoredPatient patient, List<Merge> merges) implements ReplaceOutcome {
    public Done {
      merges = List.copyOf(merges);
    }
  }

  /// Old and new numbers are the same.
  record SameNumbers() implements ReplaceOutcome {}

  /// The new number was itself replaced by one of the old.
  record Loop() implements ReplaceOutcome {}

  /// A number is of another facility's.
  record ForeignNumber() implements ReplaceOutcome {}

  /// An old number leads to somebody else already.
  record AlreadyReplaced() implements ReplaceOutcome {}

  /// The new number is somebody else's, or the old numbers are several patients'.
  record TakenNumber() implements ReplaceOutcome {}
}
