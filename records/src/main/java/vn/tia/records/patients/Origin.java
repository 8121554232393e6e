package vn.tia.records.patients;

/// Who speaks of a patient.
enum Origin {
  /// An image: it names a patient for whom somebody else is responsible.
  SEEN,
  /// A HIS: what it says is so.
  REGISTERED
}
