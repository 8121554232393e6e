package vn.tia.mapping.hl7;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import vn.tia.mapping.exam.PartialDate;

/// Times of HL7 v2 (TS, DTM): `YYYY[MM[DD[HH[MM[SS[.S]]]]]][+/-ZZZZ]`.
final class Hl7Times {

  private static final Pattern FORM = Pattern.compile(
      "(\\d{4})(\\d{2})?(\\d{2})?(\\d{2})?(\\d{2})?(\\d{2})?(?:\\.(\\d{1,9}))?([+-]\\d{4})?");
  private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyyMMddHHmmssxx");

  private Hl7Times() {}

  /// The instant that a time begins; a date alone begins at midnight of its zone.
  ///
  /// @throws IllegalArgumentException if it is no time, without quoting it
  static Instant instant(String text, ZoneId zone) {
    Matcher parts = parts(text);
    try {
      var local = LocalDateTime.of(number(parts, 1, 0), number(parts, 2, 1), number(parts, 3, 1),
          number(parts, 4, 0), number(parts, 5, 0), Math.min(59, number(parts, 6, 0)));
      ZoneId at = parts.group(8) == null ? zone : ZoneOffset.of(parts.group(8));
      return local.atZone(at).toInstant();
    } catch (DateTimeException e) {
      throw noSuchTime();
    }
  }

  /// The date of a time, as precise as it is.
  ///
  /// @throws IllegalArgumentException if it is no time, without quoting it
  static PartialDate date(String text) {
    Matcher parts = parts(text);
    var digits = new StringBuilder(parts.group(1));
    for (int part = 2; part <= 3 && parts.group(part) != null; part++) {
      digits.append(parts.group(part));
    }
    return PartialDate.parse(digits.toString());
  }

  /// An instant with seconds and offset.
  static String format(Instant instant, ZoneId zone) {
    return SECONDS.format(instant.atZone(zone));
  }

  private static Matcher parts(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("a time has 4 to 14 digits, a fraction and an offset, got "
          + text.length() + " other characters");
    }
    return matcher;
  }

  private static int number(Matcher parts, int group, int absent) {
    String digits = parts.group(group);
    return digits == null ? absent : Integer.parseInt(digits);
  }

  private static IllegalArgumentException noSuchTime() {
    return new IllegalArgumentException("no such date or time");
  }
}
