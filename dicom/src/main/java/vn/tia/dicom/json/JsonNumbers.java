package vn.tia.dicom.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;
import vn.tia.dicom.data.Vr;

/// The numbers of DICOM as JSON has them, and back.
final class JsonNumbers {
  private static final Pattern JSON =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
  private static final int CHARS_MAX = 64;
  private static final long EXACT_MAX = (1L << 53) - 1;

  private JsonNumbers() {}

  /// The text of an IS or DS as a JSON number, empty where it is no number at all.
  ///
  /// Digits stay as they are where JSON allows them; a plus sign or needless zeros go.
  static Optional<String> literal(String text) {
    String bare = text.strip();
    if (bare.length() > CHARS_MAX) {
      return Optional.empty();
    }
    if (JSON.matcher(bare).matches()) {
      return Optional.of(bare);
    }
    try {
      return Optional.of(new BigDecimal(bare).toString());
    } catch (NumberFormatException noNumber) {
      return Optional.empty();
    }
  }

  /// Whether a number can stand without quotes: finite, and exact for readers that have doubles
  /// only (PS3.18 table F.2.3-1).
  static boolean isPlain(Number number) {
    return switch (number) {
      case Double value -> Double.isFinite(value);
      case Float value -> Float.isFinite(value);
      case Long value -> Math.abs(value) <= EXACT_MAX && value != Long.MIN_VALUE;
      case BigInteger value -> value.bitLength() <= 53;
      default -> true;
    };
  }

  /// The number of a VR that a JSON literal means, empty where the VR can't hold it.
  static Optional<Number> number(Vr vr, String literal) {
    return switch (vr) {
      case FL -> floating(literal).map(value -> value.floatValue());
      case FD -> floating(literal).map(value -> value);
      case SS -> whole(literal, -0x8000L, 0x7FFFL).map(BigInteger::intValue);
      case US -> whole(literal, 0, 0xFFFFL).map(BigInteger::intValue);
      case SL -> whole(literal, Integer.MIN_VALUE, Integer.MAX_VALUE).map(BigInteger::intValue);
      case UL -> whole(literal, 0, 0xFFFFFFFFL).map(BigInteger::longValue);
      case SV -> whole(literal, Long.MIN_VALUE, Long.MAX_VALUE).map(BigInteger::longValue);
      default -> exact(literal)
          .filter(value -> value.signum() >= 0 && value.bitLength() <= 64)
          .map(value -> value);
    };
  }

  private static Optional<Double> floating(String literal) {
    return switch (literal) {
      case "NaN" -> Optional.of(Double.NaN);
      case "Infinity", "inf" -> Optional.of(Double.POSITIVE_INFINITY);
      case "-Infinity", "-inf" -> Optional.of(Double.NEGATIVE_INFINITY);
      default -> JSON.matcher(literal).matches()
          ? Optional.of(Double.valueOf(literal)) : Optional.empty();
    };
  }

  private static Optional<BigInteger> whole(String literal, long least, long most) {
    return exact(literal).filter(value -> value.bitLength() < 64
        && value.longValue() >= least && value.longValue() <= most);
  }

  private static Optional<BigInteger> exact(String literal) {
    if (literal.length() > CHARS_MAX || !JSON.matcher(literal).matches()) {
      return Optional.empty();
    }
    try {
      BigDecimal value = new BigDecimal(literal);
      return Math.abs((long) value.scale()) > CHARS_MAX
          ? Optional.empty() : Optional.of(value.toBigIntegerExact());
    } catch (ArithmeticException | NumberFormatException notWhole) {
      return Optional.empty();
    }
  }
}
