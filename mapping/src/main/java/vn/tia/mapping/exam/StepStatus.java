package vn.tia.mapping.exam;

/// How far a scheduled step is: Scheduled Procedure Step Status (0040,0020), PS3.3 table C.4-10,
/// with the three ends that take a step off the worklist.
public enum StepStatus {
  SCHEDULED, ARRIVED, READY, STARTED, DEPARTED, ON_HOLD, COMPLETED, DISCONTINUED, CANCELED;

  /// Whether nothing more will happen to the step.
  public boolean isFinal() {
    return switch (this) {
      case COMPLETED, DISCONTINUED, CANCELED -> true;
      case SCHEDULED, ARRIVED, READY, STARTED, DEPARTED, ON_HOLD -> false;
    };
  }
}
