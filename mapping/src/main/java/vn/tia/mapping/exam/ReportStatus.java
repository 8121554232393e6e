package vn.tia.mapping.exam;

/// How far a report, or one finding of it, is.
public enum ReportStatus {
  REGISTERED, PARTIAL, PRELIMINARY, FINAL, AMENDED, CORRECTED, CANCELED,
  /// It was never meant: a person must not rely on it.
  WITHDRAWN;

  /// Whether somebody has signed it: only a correction or the end of it may follow.
  public boolean isSigned() {
    return switch (this) {
      case FINAL, AMENDED, CORRECTED -> true;
      case REGISTERED, PARTIAL, PRELIMINARY, CANCELED, WITHDRAWN -> false;
    };
  }

  /// Whether it may follow on another.
  public boolean follows(ReportStatus before) {
    return !before.isSigned() || isSigned() || this == CANCELED || this == WITHDRAWN;
  }
}
