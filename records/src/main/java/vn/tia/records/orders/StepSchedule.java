package vn.tia.records.orders;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import vn.tia.mapping.exam.Practitioner;
import vn.tia.mapping.exam.ScheduledStep;

/// When the steps of an order that have not begun are to take place.
public sealed interface StepSchedule {
  /// At a time; place and performers where they are said.
  record At(Instant start, Optional<String> location, List<Practitioner> performers)
      implements StepSchedule {
    public At {
      performers = List.copyOf(performers);
    }
  }

  /// Not for now.
  record Off() implements StepSchedule {}

  /// A step so scheduled.
  default ScheduledStep applyTo(ScheduledStep step) {
    return switch (this) {
      case At(var start, var place, var who) -> step.scheduledAt(start, place, who);
      case Off() -> step;
    };
  }
}
