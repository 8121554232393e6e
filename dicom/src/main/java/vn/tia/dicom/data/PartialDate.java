package vn.tia.dicom.data;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;

/// A date that is known to the day, the month or the year (PS3.5 section 6.2, VR DA).
///
/// The standard's DA has eight digits; dates that end earlier are read too, as senders write them.
///
/// @param earliest the first day that it may mean
/// @param precision how much of it is known, at most the day
public record PartialDate(LocalDate earliest, Precision precision) {
  private static final int DOTTED_CHARS = 10;

  public PartialDate {
    if (precision.compareTo(Precision.DAY) > 0) {
      throw new IllegalArgumentException("a date is known to the day at most, not " + precision);
    }
  }

  public static PartialDate of(LocalDate day) {
    return new PartialDate(day, Precision.DAY);
  }

  /// Reads `yyyymmdd`, its beginnings `yyyymm` and `yyyy`, and the `yyyy.mm.dd` of ACR-NEMA; empty
  /// where a text is none of them or no date.
  public static Optional<PartialDate> parse(String text) {
    String bare = text.strip();
    boolean isDotted = bare.length() == DOTTED_CHARS && bare.charAt(4) == '.'
        && bare.charAt(7) == '.';
    String digits = isDotted ? bare.replace(".", "") : bare;
    if (!Digits.are(digits) || digits.length() != 4 && digits.length() != 6
        && digits.length() != 8) {
      return Optional.empty();
    }
    try {
      LocalDate day = LocalDate.of(
          Digits.at(digits, 0, 4, 1), Digits.at(digits, 4, 2, 1), Digits.at(digits, 6, 2, 1));
      return Optional.of(new PartialDate(day, Precision.ofDigits(digits.length())));
    } catch (DateTimeException noDate) {
      return Optional.empty();
    }
  }

  /// The last day that it may mean.
  public LocalDate latest() {
    return precision.latest(earliest.atStartOfDay()).toLocalDate();
  }

  /// The day, empty where less is known.
  public Optional<LocalDate> day() {
    return precision == Precision.DAY ? Optional.of(earliest) : Optional.empty();
  }

  /// The digits that are known.
  public String toValue() {
    return "%04d%02d%02d".formatted(
            earliest.getYear(), earliest.getMonthValue(), earliest.getDayOfMonth())
        .substring(0, precision.digits());
  }
}
