package vn.tia.records.reports;

/// What became of a document of the archive.
public enum DocumentOutcome {
  /// It is a resource, or a new version of one.
  KEPT,
  /// A later document that stands in its place is here already.
  REPLACED,
  /// It is a draft of what is signed already; the signed version stays.
  DRAFT_OF_SIGNED,
  /// Its report was ended by a person and stays so.
  ENDED
}
