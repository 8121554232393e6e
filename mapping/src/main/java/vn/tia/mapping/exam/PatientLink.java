package vn.tia.mapping.exam;

/// Whether two records that stay apart are of one person.
public record PatientLink(Kind kind, Patient one, Patient other) {

  /// What is said of the records.
  public enum Kind { LINK, UNLINK }
}
