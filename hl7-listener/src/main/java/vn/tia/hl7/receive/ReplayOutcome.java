package vn.tia.hl7.receive;

/// What became of a failed message that was tried once more.
public sealed interface ReplayOutcome {
  /// It has its effect now, and left the queue.
  record Done() implements ReplayOutcome {}

  /// It failed again.
  ///
  /// @param reason why, without patient data
  record Failed(String reason) implements ReplayOutcome {}

  /// Its sender has sent another message under its MSH-10 meanwhile, and that one had its effect.
  record Superseded() implements ReplayOutcome {}

  /// No failed message of that number is there to see.
  record Unknown() implements ReplayOutcome {}
}
