package vn.tia.records.orders;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vn.tia.mapping.exam.ScheduledStep;
import vn.tia.mapping.exam.StepStatus;

/// How the steps of a known order follow a message that states them anew.
///
/// @param kept the known steps, brought up to date; those that the message leaves out are canceled
/// @param added steps that were not known
record StepPlan(List<StoredStep> kept, List<ScheduledStep> added) {
  StepPlan {
    kept = List.copyOf(kept);
    added = List.copyOf(added);
  }

  /// Pairs steps by their id, and steps without one by their place in the message. A message
  /// without steps leaves all as they are.
  ///
  /// @param cleared the values of steps that the message takes back
  static StepPlan of(
      List<StoredStep> known, List<ScheduledStep> stated, Set<String> cleared) {
    if (stated.isEmpty()) {
      return new StepPlan(known, List.of());
    }
    var left = new ArrayList<>(known);
    var kept = new ArrayList<StoredStep>();
    var added = new ArrayList<ScheduledStep>();
    for (var step : stated) {
      partner(left, step).ifPresentOrElse(
          partner -> {
            left.remove(partner);
            kept.add(new StoredStep(partner.id(), partner.status(),
                partner.step().updatedBy(step, cleared)));
          },
          () -> added.add(step));
    }
    left.forEach(step -> kept.add(step.status().isFinal()
        ? step
        : step.moved(StepStatus.CANCELED)));
    return new StepPlan(kept, added);
  }

  private static Optional<StoredStep> partner(List<StoredStep> left, ScheduledStep step) {
    return step.id().isPresent()
        ? left.stream().filter(known -> known.step().id().equals(step.id())).findFirst()
        : left.stream().findFirst();
  }
}
