package vn.tia.dicom.data;

import java.time.Period;
import java.util.Optional;

/// An age in days, weeks, months or years (PS3.5 section 6.2, VR AS).
public record Age(int count, Unit unit) {
  /// What is counted; its first letter stands in the value.
  public enum Unit { DAYS, WEEKS, MONTHS, YEARS }

  private static final int COUNT_MAX = 999;

  public Age {
    if (count < 0 || count > COUNT_MAX) {
      throw new IllegalArgumentException("AS counts 0 to 999, got " + count);
    }
  }

  /// Reads `nnnD`, `nnnW`, `nnnM` or `nnnY`; fewer digits are read too, as senders write them.
  public static Optional<Age> parse(String text) {
    String bare = text.strip();
    int digits = bare.length() - 1;
    if (digits < 1 || digits > 3 || !Digits.are(bare.substring(0, digits))) {
      return Optional.empty();
    }
    for (Unit unit : Unit.values()) {
      if (unit.name().charAt(0) == bare.charAt(digits)) {
        return Optional.of(new Age(Integer.parseInt(bare, 0, digits, 10), unit));
      }
    }
    return Optional.empty();
  }

  public Period toPeriod() {
    return switch (unit) {
      case DAYS -> Period.ofDays(count);
      case WEEKS -> Period.ofWeeks(count);
      case MONTHS -> Period.ofMonths(count);
      case YEARS -> Period.ofYears(count);
    };
  }

  public String toValue() {
    return "%03d%s".formatted(count, unit.name().charAt(0));
  }
}
