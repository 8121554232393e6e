package vn.tia.mapping.exam;

import java.util.Collection;

/// How far an order is in the records.
public enum OrderProgress {
  ACTIVE, ON_HOLD, COMPLETED, DISCONTINUED, CANCELED;

  /// Whether nothing more will happen to the order.
  public boolean isFinal() {
    return switch (this) {
      case COMPLETED, DISCONTINUED, CANCELED -> true;
      case ACTIVE, ON_HOLD -> false;
    };
  }

  /// How far an order with steps in these states is: active while one of them is open, or where it
  /// has none yet.
  public static OrderProgress of(Collection<StepStatus> steps) {
    if (steps.isEmpty()
        || steps.stream().anyMatch(step -> !step.isFinal() && step != StepStatus.ON_HOLD)) {
      return ACTIVE;
    }
    if (steps.contains(StepStatus.ON_HOLD)) {
      return ON_HOLD;
    }
    if (steps.contains(StepStatus.COMPLETED)) {
      return COMPLETED;
    }
    return steps.contains(StepStatus.DISCONTINUED) ? DISCONTINUED : CANCELED;
  }
}
