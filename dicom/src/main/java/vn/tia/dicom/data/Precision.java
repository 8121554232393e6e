package vn.tia.dicom.data;

import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;

/// How much of a date and time is known (PS3.5 table 6.2-1, VRs DA, TM and DT): the digits that are
/// missing at the end may be any.
public enum Precision {
  YEAR(4, ChronoUnit.YEARS, 1), MONTH(6, ChronoUnit.MONTHS, 1), DAY(8, ChronoUnit.DAYS, 1),
  HOUR(10, ChronoUnit.HOURS, 1), MINUTE(12, ChronoUnit.MINUTES, 1),
  SECOND(14, ChronoUnit.SECONDS, 1), TENTH(15, ChronoUnit.MICROS, 100_000),
  HUNDREDTH(16, ChronoUnit.MICROS, 10_000), MILLISECOND(17, ChronoUnit.MICROS, 1000),
  TENTH_OF_MILLISECOND(18, ChronoUnit.MICROS, 100),
  HUNDREDTH_OF_MILLISECOND(19, ChronoUnit.MICROS, 10), MICROSECOND(20, ChronoUnit.MICROS, 1);

  private final int digits;
  private final ChronoUnit unit;
  private final long span;

  Precision(int digits, ChronoUnit unit, long span) {
    this.digits = digits;
    this.unit = unit;
    this.span = span;
  }

  /// The precision of a DT with so many digits, the point before a fraction not counted.
  static Precision ofDigits(int digits) {
    for (Precision precision : values()) {
      if (precision.digits == digits) {
        return precision;
      }
    }
    throw new IllegalArgumentException("a date and time has no " + digits + " digits");
  }

  /// How many digits of `yyyymmddhhmmssffffff` are known.
  int digits() {
    return digits;
  }

  /// The last moment that starts with the digits which this one has.
  LocalDateTime latest(LocalDateTime earliest) {
    return earliest.plus(span, unit).minusNanos(1);
  }
}
