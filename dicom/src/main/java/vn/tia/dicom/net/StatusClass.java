package vn.tia.dicom.net;

/// The classes of DIMSE statuses (PS3.7 annex C).
public enum StatusClass {
  SUCCESS,
  /// Done, with something to know.
  WARNING,
  FAILURE,
  /// More responses follow.
  PENDING,
  CANCEL
}
