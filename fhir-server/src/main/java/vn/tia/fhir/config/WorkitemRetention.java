package vn.tia.fhir.config;

import java.time.Duration;
import java.time.Instant;
import vn.tia.records.rounds.Rounds;
import vn.tia.records.workitems.WorkitemEvents;
import vn.tia.records.workitems.Workitems;

/// Deletes ended steps and old events, every hour.
final class WorkitemRetention {
  private static final Duration PAUSE = Duration.ofHours(1);
  /// Rows of one transaction: few enough that nobody waits for it.
  private static final int ROWS_MAX = 1_000;

  private WorkitemRetention() {}

  static Rounds start(Workitems items, WorkitemEvents events, WorkitemChoice choice) {
    return Rounds.start("workitem-retention", PAUSE, PAUSE, () -> {
      var now = Instant.now();
      Retention.all(ROWS_MAX, max -> items.prune(now.minus(choice.keep()), max));
      Retention.all(ROWS_MAX, max -> events.prune(now.minus(choice.keepEvents()), max));
      return PAUSE;
    });
  }
}
