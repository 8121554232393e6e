package vn.tia.fhir.search.extract;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import vn.tia.fhir.search.IndexValue.Period;

/// A FHIR date of whatever precision, read as the time that it may mean (R4 search,
/// section 3.1.1.4.6): `2026-05` is all of May.
public final class PartialDate {
  private static final Pattern FORM = Pattern.compile(
      "(\\d{4})(?:-(\\d{2})(?:-(\\d{2})"
          + "(?:T(\\d{2}):(\\d{2})(?::(\\d{2})(?:\\.(\\d{1,9}))?)?"
          + "(Z|[+-]\\d{2}:\\d{2})?)?)?)?");

  private PartialDate() {}

  /// The period of the date; one without an offset is of the zone. Empty where it is no date.
  public static Optional<Period> period(String text, ZoneId zone) {
    var match = FORM.matcher(text);
    if (!match.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(period(match, zone));
    } catch (DateTimeException noSuchDay) {
      return Optional.empty();
    }
  }

  private static Period period(Matcher match, ZoneId zone) {
    var from = LocalDate.of(number(match, 1, 1), number(match, 2, 1), number(match, 3, 1));
    if (match.group(4) == null) {
      var unit = match.group(2) == null ? ChronoUnit.YEARS
          : match.group(3) == null ? ChronoUnit.MONTHS : ChronoUnit.DAYS;
      return new Period(start(from, zone), start(from.plus(1, unit), zone));
    }
    var seconds = match.group(6) != null;
    var fraction = Optional.ofNullable(match.group(7))
        .map(digits -> (digits + "00").substring(0, 3));
    var time = LocalDateTime.of(from.getYear(), from.getMonth(), from.getDayOfMonth(),
        number(match, 4, 0), number(match, 5, 0), number(match, 6, 0))
        .plus(fraction.map(Integer::parseInt).orElse(0), ChronoUnit.MILLIS);
    var instant = ZonedDateTime.of(time, offset(match, zone)).toInstant();
    var unit = fraction.isPresent() ? ChronoUnit.MILLIS
        : seconds ? ChronoUnit.SECONDS : ChronoUnit.MINUTES;
    return new Period(instant, instant.plus(1, unit));
  }

  private static ZoneId offset(Matcher match, ZoneId zone) {
    return Optional.ofNullable(match.group(8)).map(ZoneOffset::of).map(ZoneId.class::cast)
        .orElse(zone);
  }

  private static Instant start(LocalDate day, ZoneId zone) {
    return day.atStartOfDay(zone).toInstant();
  }

  private static int number(Matcher match, int group, int otherwise) {
    return Optional.ofNullable(match.group(group)).map(Integer::parseInt).orElse(otherwise);
  }
}
