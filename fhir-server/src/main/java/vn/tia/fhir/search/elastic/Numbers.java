package vn.tia.fhir.search.elastic;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/// Turns times and amounts into whole numbers of the same order, and ranges of them into the
/// addresses that stand for them.
///
/// Elasticsearch has ranges of one dimension only. A range here is one of IPv6 addresses: the upper
/// 64 bits name the parameter and the scope, the lower ones are the number, so that one field
/// holds the ranges of all parameters and no range meets one of another parameter or scope.
final class Numbers {
  private Numbers() {}

  /// A number as a whole one of the same order.
  static long sortable(double number) {
    var bits = Double.doubleToLongBits(number);
    return bits ^ ((bits >> 63) & Long.MAX_VALUE);
  }

  /// Milliseconds since 1970; instants beyond what they can say are the ends of time.
  static long millis(Instant instant) {
    try {
      return instant.toEpochMilli();
    } catch (ArithmeticException beyond) {
      return instant.isBefore(Instant.EPOCH) ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  /// The last millisecond before `to`, which a period includes as its end.
  static long lastMilli(Instant from, Instant to) {
    var end = millis(to);
    return Math.max(millis(from), end == Long.MAX_VALUE ? end : end - 1);
  }

  /// What a range of this name begins its addresses with; two names share it as good as never.
  static long space(String name) {
    return ByteBuffer.wrap(sha256(name)).getLong();
  }

  /// The address that stands for a number in a space.
  static String address(long space, long number) {
    var text = new StringBuilder(39);
    groups(text, space);
    text.append(':');
    groups(text, number ^ Long.MIN_VALUE);
    return text.toString();
  }

  private static void groups(StringBuilder text, long bits) {
    for (int shift = 48; shift >= 0; shift -= 16) {
      text.append(Integer.toHexString((int) (bits >>> shift) & 0xFFFF));
      if (shift > 0) {
        text.append(':');
      }
    }
  }

  /// A text of whatever length as one of 64 letters.
  static String digest(String text) {
    return HexFormat.of().formatHex(sha256(text));
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JDK has SHA-256", missing);
    }
  }
}
