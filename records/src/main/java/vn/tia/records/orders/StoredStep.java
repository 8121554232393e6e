package vn.tia.records.orders;

import vn.tia.mapping.exam.ScheduledStep;
import vn.tia.mapping.exam.StepStatus;

/// A scheduled step as the records hold it; it has an id and a start.
public record StoredStep(long id, StepStatus status, ScheduledStep step) {
  StoredStep moved(StepStatus to) {
    return new StoredStep(id, to, step);
  }
}
