package vn.tia.dicom.data;

import java.util.OptionalInt;

/// The whole numbers that IS holds: up to 12 characters, from -2^31 to 2^31 - 1 (PS3.5 table
/// 6.2-1).
public final class IntegerString {
  public static final int CHARS_MAX = 12;

  private IntegerString() {}

  /// The text of a number.
  ///
  /// @throws IllegalArgumentException if IS can't hold it
  public static String of(long value) {
    if ((int) value != value) {
      throw new IllegalArgumentException("IS holds -2^31 to 2^31 - 1, got " + value);
    }
    return Long.toString(value);
  }

  /// The number that a text means by the letter of the standard; empty where it is none. Reading
  /// by [Dataset#integer] is less strict.
  public static OptionalInt parse(String text) {
    String bare = text.strip();
    String digits = bare.startsWith("+") || bare.startsWith("-") ? bare.substring(1) : bare;
    if (text.length() > CHARS_MAX || !Digits.are(digits)) {
      return OptionalInt.empty();
    }
    long value = Long.parseLong(bare);
    return (int) value == value ? OptionalInt.of((int) value) : OptionalInt.empty();
  }
}
