package vn.tia.dicom.net;

/// Describes failures of services for the log: where and of what kind, but not their message, which
/// may quote patient data.
final class Failures {
  private Failures() {}

  static String describe(Throwable failure) {
    StackTraceElement[] trace = failure.getStackTrace();
    String where = trace.length == 0 ? "unknown" : trace[0].toString();
    return failure.getClass().getName() + " at " + where;
  }
}
