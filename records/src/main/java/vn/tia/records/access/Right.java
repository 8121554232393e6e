package vn.tia.records.access;

/// What a caller may do, beside seeing.
public enum Right {
  /// To store instances and to report performed procedure steps.
  STORE,
  /// To search patients, studies, series and instances.
  QUERY,
  /// To be sent instances, or to have them sent to others of the same facility.
  RETRIEVE,
  /// To ask for the worklist.
  WORKLIST
}
