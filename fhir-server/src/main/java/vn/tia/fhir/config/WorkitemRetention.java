package vn.tia.fhir.config;

import java.time.Duration;
import java.time.Instant;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tia.records.database.RecordsUnavailable;
import vn.tia.records.workitems.WorkitemEvents;
import vn.tia.records.workitems.Workitems;

/// Deletes ended steps and old events every hour on a virtual thread, until closed.
final class WorkitemRetention implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofHours(1);
  /// Rows of one transaction: few enough that nobody waits for it.
  private static final int ROWS_MAX = 1_000;
  private static final Logger LOG = LoggerFactory.getLogger(WorkitemRetention.class);

  private final Workitems items;
  private final WorkitemEvents events;
  private final WorkitemChoice choice;
  private final Thread thread;

  private WorkitemRetention(Workitems items, WorkitemEvents events, WorkitemChoice choice) {
    this.items = items;
    this.events = events;
    this.choice = choice;
    this.thread = Thread.ofVirtual().name("workitem-retention").unstarted(this::run);
  }

  static WorkitemRetention start(
      Workitems items, WorkitemEvents events, WorkitemChoice choice) {
    var retention = new WorkitemRetention(items, events, choice);
    retention.thread.start();
    return retention;
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(PAUSE);
        prune(Instant.now());
      }
    } catch (InterruptedException _) {
      // Closed.
    }
  }

  private void prune(Instant now) {
    try {
      all(() -> items.prune(now.minus(choice.keep()), ROWS_MAX));
      all(() -> events.prune(now.minus(choice.keepEvents()), ROWS_MAX));
    } catch (RecordsUnavailable error) {
      LOG.warn("old workitems stay for another hour: {}", error.getMessage());
    }
  }

  private static void all(IntSupplier batch) {
    while (batch.getAsInt() == ROWS_MAX) {
      Thread.yield();
    }
  }

  @Override
  public void close() throws InterruptedException {
    thread.interrupt();
    thread.join();
  }
}
