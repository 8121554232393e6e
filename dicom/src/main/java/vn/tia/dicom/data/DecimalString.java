package vn.tia.dicom.data;

import java.math.BigDecimal;
import java.math.MathContext;

/// Writes numbers in the 16 characters that DS has (PS3.5 table 6.2-1).
final class DecimalString {
  private static final int CHARS_MAX = 16;

  private DecimalString() {}

  /// The most exact text of a number that fits.
  ///
  /// @throws IllegalArgumentException if the number is infinite or not a number
  static String of(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("DS holds finite numbers only, got " + value);
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return Long.toString((long) value);
    }
    var exact = new BigDecimal(Double.toString(value));
    for (int digits = exact.precision(); digits > 1; digits--) {
      String text = shortest(exact.round(new MathContext(digits)));
      if (text.length() <= CHARS_MAX) {
        return text;
      }
    }
    return shortest(exact.round(new MathContext(1)));
  }

  private static String shortest(BigDecimal decimal) {
    String plain = decimal.stripTrailingZeros().toPlainString();
    String scientific = decimal.stripTrailingZeros().toString();
    return plain.length() <= scientific.length() ? plain : scientific;
  }
}
