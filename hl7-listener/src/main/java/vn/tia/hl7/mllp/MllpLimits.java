package vn.tia.hl7.mllp;

import java.time.Duration;

/// How much one connection may ask for.
///
/// @param bytesMax the longest message; 1 MB, as an order has 1–10 kB and a report with a small
///     PDF a few hundred
/// @param messageTime from the first byte of a block to its end, and for writing one answer; 30 s,
///     so that one byte per second doesn't hold a connection
/// @param idleTime how long a connection may stay silent between messages; 1 h, as a HIS keeps its
///     connection open between orders
public record MllpLimits(int bytesMax, Duration messageTime, Duration idleTime) {

  /// What holds where nothing is configured.
  public static final MllpLimits DEFAULT =
      new MllpLimits(1 << 20, Duration.ofSeconds(30), Duration.ofHours(1));

  public MllpLimits {
    if (bytesMax < 1) {
      throw new IllegalArgumentException("bytesMax must be at least 1, got " + bytesMax);
    }
    requirePositive("messageTime", messageTime);
    requirePositive("idleTime", idleTime);
  }

  private static void requirePositive(String name, Duration time) {
    if (!time.isPositive()) {
      throw new IllegalArgumentException(name + " must be positive, got " + time);
    }
  }

  /// The same with another length limit.
  public MllpLimits withBytesMax(int bytes) {
    return new MllpLimits(bytes, messageTime, idleTime);
  }

  /// The same with another time for one message.
  public MllpLimits withMessageTime(Duration time) {
    return new MllpLimits(bytesMax, time, idleTime);
  }

  /// The same with another time between messages.
  public MllpLimits withIdleTime(Duration time) {
    return new MllpLimits(bytesMax, messageTime, time);
  }
}
