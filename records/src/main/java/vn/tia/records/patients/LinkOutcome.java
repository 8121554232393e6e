package vn.tia.records.patients;

/// What became of a link between two records. All but the first changed nothing.
public sealed interface LinkOutcome {
  /// The records are linked, or not linked, as was said; perhaps they were before.
  record Done() implements LinkOutcome {}

  /// Both numbers are of one record.
  record OneRecord() implements LinkOutcome {}

  /// Nobody has one of the numbers that are to be parted.
  record UnknownPatient() implements LinkOutcome {}

  /// A number is of another facility's.
  record ForeignNumber() implements LinkOutcome {}
}
