package vn.tia.fhir.subscriptions;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import vn.tia.records.deliveries.Deliveries;
import vn.tia.records.rounds.Rounds;
import vn.tia.records.subscriptions.SubscriptionStatus;

/// What subscriptions need by the clock: heartbeats, their end, and that old events go.
///
/// Several nodes may run one each; a heartbeat is sent by one.
final class SubscriptionPulse {
  private static final Duration BEAT = Duration.ofSeconds(1);
  private static final Duration BACK_OFF = Duration.ofSeconds(10);
  private static final Duration PRUNE_EVERY = Duration.ofMinutes(30);
  private static final int ROUND_MAX = 200;
  private static final int PRUNE_MAX = 100_000;

  private final SubscriptionChanges changes;
  private final Deliveries deliveries;
  private final SubscriptionSettings settings;
  private final Clock clock;
  private Instant pruned = Instant.EPOCH;

  private SubscriptionPulse(SubscriptionChanges changes, Deliveries deliveries,
      SubscriptionSettings settings, Clock clock) {
    this.changes = changes;
    this.deliveries = deliveries;
    this.settings = settings;
    this.clock = clock;
  }

  static Rounds start(SubscriptionChanges changes, Deliveries deliveries,
      SubscriptionSettings settings, Clock clock) {
    var pulse = new SubscriptionPulse(changes, deliveries, settings, clock);
    return Rounds.start("subscription-pulse", BEAT, BACK_OFF, pulse::beat);
  }

  private Duration beat() {
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
  }
}
