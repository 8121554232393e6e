package vn.tia.fhir.config;

import java.time.Duration;
import java.time.Instant;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tia.records.database.RecordsUnavailable;
import vn.tia.records.deliveries.Deliveries;
import vn.tia.records.messages.Messages;

/// Deletes old messages every hour on a virtual thread, until closed.
final class HourlyRetention implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofHours(1);
  /// Rows of one transaction: few enough that nobody waits for it.
  private static final int ROWS_MAX = 10_000;
  private static final Logger LOG = LoggerFactory.getLogger(HourlyRetention.class);

  private final Messages messages;
  private final Deliveries deliveries;
  private final TiaSettings.Keep keep;
  private final Thread thread;

  private HourlyRetention(Messages messages, Deliveries deliveries, TiaSettings.Keep keep) {
    this.messages = messages;
    this.deliveries = deliveries;
    this.keep = keep;
    this.thread = Thread.ofVirtual().name("retention").unstarted(this::run);
  }

  static HourlyRetention start(
      Messages messages, Deliveries deliveries, TiaSettings.Keep keep) {
    var retention = new HourlyRetention(messages, deliveries, keep);
    retention.thread.start();
    return retention;
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(PAUSE);
        prune(messages, deliveries, keep, Instant.now());
      }
    } catch (InterruptedException _) {
      // Closed.
    }
  }

  /// Deletes what is older than it is to be kept.
  static void prune(
      Messages messages, Deliveries deliveries, TiaSettings.Keep keep, Instant now) {
    try {
      all(() -> messages.prune(now.minus(keep.messages()), ROWS_MAX));
      all(() -> deliveries.prune(now.minus(keep.deliveries()), ROWS_MAX));
    } catch (RecordsUnavailable error) {
      LOG.warn("old messages stay for another hour: {}", error.getMessage());
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
