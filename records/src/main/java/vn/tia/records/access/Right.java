package vn.tia.records.access;

/// What a caller may do, beside seeing.
public enum Right {
  /// To store instances and to report performed procedure steps.
  STORE,
  /// To search and retrieve studies.
  QUERY,
  /// To ask for the worklist.
  WORKLIST
}
