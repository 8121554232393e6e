package vn.tia.records.deliveries;

import java.time.Duration;

/// How patiently messages are sent.
///
/// @param pauseMin the pause after a first failure; 1 s: most failures are a restart
/// @param pauseMax the longest pause; it doubles up to here; 15 min: a receiver that comes back
///     gets its messages within that time
/// @param giveUpAfter the age at which a message is given up; 7 days: longer than a long weekend
/// @param concurrentMax how many messages are sent at once; 16, on threads of their own
/// @param concurrentPerDestinationMax how many of them to one destination; 4, so that a silent
///     receiver can't hold all of them
public record DeliverySettings(
    Duration pauseMin,
    Duration pauseMax,
    Duration giveUpAfter,
    int concurrentMax,
    int concurrentPerDestinationMax) {
  public static final DeliverySettings DEFAULT = new DeliverySettings(
      Duration.ofSeconds(1), Duration.ofMinutes(15), Duration.ofDays(7), 16, 4);

  /// The pause after that many failures in a row.
  Duration pause(int failures) {
    var pause = pauseMin.multipliedBy(1L << Math.clamp(failures - 1L, 0, 20));
    return pause.compareTo(pauseMax) < 0 ? pause : pauseMax;
  }
}
