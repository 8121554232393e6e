package vn.tia.fhir.config;

import java.time.Duration;
import java.time.Instant;
import java.util.function.IntUnaryOperator;
import vn.tia.records.deliveries.Deliveries;
import vn.tia.records.messages.Messages;
import vn.tia.records.rounds.Rounds;

/// Deletes old messages, every hour.
final class Retention {
  private static final Duration PAUSE = Duration.ofHours(1);
  /// Rows of one transaction: few enough that nobody waits for it.
  private static final int ROWS_MAX = 10_000;

  private Retention() {}

  static Rounds start(Messages messages, Deliveries deliveries, TiaSettings.Keep keep) {
    return Rounds.start("retention", PAUSE, PAUSE, () -> {
      prune(messages, deliveries, keep, Instant.now());
      return PAUSE;
    });
  }

  /// Deletes what is older than it is to be kept.
  static void prune(
      Messages messages, Deliveries deliveries, TiaSettings.Keep keep, Instant now) {
    all(ROWS_MAX, max -> messages.prune(now.minus(keep.messages()), max));
    all(ROWS_MAX, max -> deliveries.prune(now.minus(keep.deliveries()), max));
  }

  /// Deletes batch after batch until one isn't full.
  static void all(int rowsMax, IntUnaryOperator batch) {
    while (batch.applyAsInt(rowsMax) == rowsMax) {
      Thread.yield();
    }
  }
}
