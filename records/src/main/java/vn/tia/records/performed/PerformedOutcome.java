package vn.tia.records.performed;

/// What became of a message about a performed step.
public sealed interface PerformedOutcome {
  record Done(PerformedStep step) implements PerformedOutcome {}

  /// The facility has a performed step with this UID already.
  record Duplicate() implements PerformedOutcome {}

  /// The facility has no performed step with this UID.
  record Unknown() implements PerformedOutcome {}

  /// The step is completed or discontinued and may no longer be changed.
  record Final() implements PerformedOutcome {}
}
