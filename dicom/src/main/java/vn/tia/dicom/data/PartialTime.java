package vn.tia.dicom.data;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Optional;

/// A time of day, known to the hour or closer (PS3.5 section 6.2, VR TM).
///
/// A leap second, `60`, reads as the second before it, for a day of the JDK has none.
///
/// @param earliest the first moment that it may mean
/// @param precision how much of it is known, at least the hour
public record PartialTime(LocalTime earliest, Precision precision) {
  /// The digits of a date before the time, which [Precision] counts.
  private static final int DATE_DIGITS = 8;

  private static final int FRACTION_DIGITS_MAX = 6;

  public PartialTime {
    if (precision.compareTo(Precision.HOUR) < 0) {
      throw new IllegalArgumentException("a time is known to the hour at least, not " + precision);
    }
  }

  public static PartialTime of(LocalTime time) {
    return new PartialTime(time, Precision.MICROSECOND);
  }

  /// Reads `hhmmss.ffffff`, its beginnings, and the `hh:mm:ss` of ACR-NEMA; empty where a text is
  /// none of them or no time.
  public static Optional<PartialTime> parse(String text) {
    String bare = text.strip();
    int point = bare.indexOf('.');
    String whole = point < 0 ? bare : bare.substring(0, point);
    if (whole.length() == 8 && whole.charAt(2) == ':' && whole.charAt(5) == ':'
        || whole.length() == 5 && whole.charAt(2) == ':') {
      whole = whole.replace(":", "");
    }
    return parse(whole, point < 0 ? "" : bare.substring(point + 1), point >= 0);
  }

  private static Optional<PartialTime> parse(String whole, String fraction, boolean hasPoint) {
    boolean isWhole = Digits.are(whole) && whole.length() <= 6 && whole.length() % 2 == 0;
    boolean isFraction = hasPoint ? whole.length() == 6 && Digits.are(fraction)
        && fraction.length() <= FRACTION_DIGITS_MAX : true;
    if (!isWhole || !isFraction) {
      return Optional.empty();
    }
    try {
      int second = Math.min(Digits.at(whole, 4, 2, 0), 60);
      int nanos = hasPoint ? Integer.parseInt((fraction + "000000000").substring(0, 9)) : 0;
      var time = LocalTime.of(
          Digits.at(whole, 0, 2, 0), Digits.at(whole, 2, 2, 0), Math.min(second, 59), nanos);
      return Digits.at(whole, 4, 2, 0) > 60 ? Optional.empty() : Optional.of(new PartialTime(
          time, Precision.ofDigits(DATE_DIGITS + whole.length() + fraction.length())));
    } catch (DateTimeException noTime) {
      return Optional.empty();
    }
  }

  /// The last moment that it may mean.
  public LocalTime latest() {
    return precision.latest(earliest.atDate(LocalDate.EPOCH)).toLocalTime();
  }

  /// The digits that are known, with a point before those of a fraction.
  public String toValue() {
    String all = "%02d%02d%02d.%06d".formatted(
        earliest.getHour(), earliest.getMinute(), earliest.getSecond(), earliest.getNano() / 1000);
    int digits = precision.digits() - DATE_DIGITS;
    return all.substring(0, digits > 6 ? digits + 1 : digits);
  }
}
