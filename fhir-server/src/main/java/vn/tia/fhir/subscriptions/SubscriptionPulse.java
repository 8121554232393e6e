package vn.tia.fhir.subscriptions;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tia.records.deliveries.Deliveries;
import vn.tia.records.subscriptions.SubscriptionStatus;

/// What subscriptions need by the clock: heartbeats, their end, and that old events go.
///
/// Several nodes may run one each; a heartbeat is sent by one.
final class SubscriptionPulse implements AutoCloseable {
  private static final Duration BEAT = Duration.ofSeconds(1);
  private static final Duration BACK_OFF = Duration.ofSeconds(10);
  private static final Duration PRUNE_EVERY = Duration.ofMinutes(30);
  private static final int ROUND_MAX = 200;
  private static final int PRUNE_MAX = 100_000;

  private static final Logger LOG = LoggerFactory.getLogger(SubscriptionPulse.class);

  private final SubscriptionChanges changes;
  private final Deliveries deliveries;
  private final SubscriptionSettings settings;
  private final Clock clock;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private Instant pruned = Instant.EPOCH;

  private SubscriptionPulse(SubscriptionChanges changes, Deliveries deliveries,
      SubscriptionSettings settings, Clock clock) {
    this.changes = changes;
    this.deliveries = deliveries;
    this.settings = settings;
    this.clock = clock;
    this.thread = Thread.ofVirtual().name("subscription-pulse").unstarted(this::run);
  }

  static SubscriptionPulse start(SubscriptionChanges changes, Deliveries deliveries,
      SubscriptionSettings settings, Clock clock) {
    var pulse = new SubscriptionPulse(changes, deliveries, settings, clock);
    pulse.thread.start();
    return pulse;
  }

  private void run() {
    try {
      var pause = BEAT;
      while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        pause = beat();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private Duration beat() {
    try {
      var rows = changes.rows();
      changes.database().inTransaction(() -> rows.silent(ROUND_MAX).forEach(state ->
          SubscriptionEvents.enqueue(deliveries, state, "heartbeat",
              "heartbeat/" + clock.millis())));
      rows.ended(ROUND_MAX).forEach(state ->
          changes.become(state, SubscriptionStatus.OFF, "its end has come"));
      var now = clock.instant();
      if (pruned.plus(PRUNE_EVERY).isBefore(now)) {
        rows.prune(now.minus(settings.keepEvents()), PRUNE_MAX);
        pruned = now;
      }
      return BEAT;
    } catch (RuntimeException e) {
      LOG.warn("the pulse of subscriptions failed, next try in {} s: {}", BACK_OFF.toSeconds(),
          e.getClass().getName());
      return BACK_OFF;
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
