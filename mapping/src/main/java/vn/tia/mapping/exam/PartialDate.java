package vn.tia.mapping.exam;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Month;
import java.util.Optional;
import java.util.OptionalInt;

/// A date of which perhaps only the year, or year and month, is known.
///
/// Many older patients have no more than a year of birth, and inventing a first of January for them
/// would make strangers look alike.
///
/// @throws IllegalArgumentException if no such date exists
public record PartialDate(int year, OptionalInt month, OptionalInt day) {
  public PartialDate {
    if (year < 1 || year > 9999 || (day.isPresent() && month.isEmpty())) {
      throw new IllegalArgumentException("no such date");
    }
    try {
      month.ifPresent(Month::of);
      if (day.isPresent()) {
        LocalDate.of(year, month.getAsInt(), day.getAsInt());
      }
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("no such date");
    }
  }

  public static PartialDate of(LocalDate date) {
    return new PartialDate(date.getYear(), OptionalInt.of(date.getMonthValue()),
        OptionalInt.of(date.getDayOfMonth()));
  }

  public static PartialDate ofYear(int year) {
    return new PartialDate(year, OptionalInt.empty(), OptionalInt.empty());
  }

  public static PartialDate ofMonth(int year, int month) {
    return new PartialDate(year, OptionalInt.of(month), OptionalInt.empty());
  }

  /// Reads `yyyy`, `yyyyMM` or `yyyyMMdd`, with or without hyphens.
  ///
  /// @throws IllegalArgumentException if it is none of these or no such date exists
  public static PartialDate parse(String text) {
    var digits = text.replace("-", "");
    if (!digits.matches("\\d{4}(\\d{2}){0,2}")) {
      throw new IllegalArgumentException("a date has 4, 6 or 8 digits, got " + digits.length()
          + " characters");
    }
    var year = Integer.parseInt(digits.substring(0, 4));
    return new PartialDate(year, part(digits, 4), part(digits, 6));
  }

  private static OptionalInt part(String digits, int from) {
    return digits.length() < from + 2
        ? OptionalInt.empty()
        : OptionalInt.of(Integer.parseInt(digits.substring(from, from + 2)));
  }

  /// The whole date, where all of it is known.
  public Optional<LocalDate> date() {
    return day.isPresent()
        ? Optional.of(LocalDate.of(year, month.getAsInt(), day.getAsInt()))
        : Optional.empty();
  }

  /// ISO 8601, as far as known: `1957`, `1957-03`, `1957-03-21`.
  @Override public String toString() {
    var text = new StringBuilder("%04d".formatted(year));
    month.ifPresent(number -> text.append("-%02d".formatted(number)));
    day.ifPresent(number -> text.append("-%02d".formatted(number)));
    return text.toString();
  }
}
