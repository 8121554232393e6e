package vn.tia.records.reports;

import vn.tia.mapping.exam.ReportStatus;

/// What became of a received report. All but the first changed nothing.
public sealed interface ReportOutcome {
  /// The report is kept, perhaps as it was before.
  ///
  /// @param id of the DiagnosticReport
  record Kept(String id) implements ReportOutcome {}

  /// The order that it names is another patient's.
  record OtherPatient() implements ReportOutcome {}

  /// What is to be canceled is not known.
  record UnknownReport() implements ReportOutcome {}

  /// It is signed, and a draft came after it.
  record AlreadySigned(ReportStatus status) implements ReportOutcome {}
}
