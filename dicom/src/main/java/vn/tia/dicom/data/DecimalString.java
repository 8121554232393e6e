package vn.tia.dicom.data;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Pattern;

/// The decimals that DS holds: up to 16 characters (PS3.5 table 6.2-1).
public final class DecimalString {
  public static final int CHARS_MAX = 16;

  private static final Pattern FORM =
      Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");

  private DecimalString() {}

  /// The text of a number: the number itself where 16 characters hold it, else the nearest.
  ///
  /// @throws IllegalArgumentException if the number is infinite or not a number
  public static String of(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("DS holds finite numbers only, got " + value);
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return Long.toString((long) value);
    }
    var exact = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    String whole = shortest(exact);
    if (whole.length() <= CHARS_MAX) {
      return whole;
    }
    // The zero before the point goes where that saves the last digit.
    String pointed = whole.replaceFirst("^(-?)0\\.", "$1.");
    if (pointed.length() <= CHARS_MAX) {
      return pointed;
    }
    // The largest doubles would become infinite when rounded up.
    var rounding = Math.abs(value) > 1e300 ? RoundingMode.DOWN : RoundingMode.HALF_EVEN;
    int digits = exact.precision();
    while (whole.length() > CHARS_MAX) {
      digits--;
      whole = shortest(exact.round(new MathContext(digits, rounding)).stripTrailingZeros());
    }
    return whole;
  }

  private static String shortest(BigDecimal decimal) {
    String scientific = decimal.toString().replace("E+", "E");
    String plain = decimal.toPlainString();
    return plain.length() <= scientific.length() ? plain : scientific;
  }

  /// The number that a text means by the letter of the standard; empty where it is none. Reading
  /// by [Dataset#decimal] is less strict.
  public static Optional<BigDecimal> parse(String text) {
    String bare = text.strip();
    return text.length() <= CHARS_MAX && FORM.matcher(bare).matches()
        ? Optional.of(new BigDecimal(bare)) : Optional.empty();
  }
}
