package vn.tia.bridge.worklist;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.BiFunction;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.records.worklist.WorklistKey;

/// Reads dates, times and ranges of them in a query (PS3.4 section C.2.2.2.5).
final class DateTimeKeys {
  private record Range<T>(Optional<T> from, Optional<T> to) {}

  private DateTimeKeys() {}

  static Optional<WorklistKey> born(Dataset identifier) {
    return dates(identifier, Tags.PATIENT_BIRTH_DATE)
        .map(range -> new WorklistKey.Born(range.from(), range.to()));
  }

  /// The start of a step. Date and time together are one period: from the first day at the first
  /// time until the last day at the last time (PS3.4 table K.6-1).
  static Optional<WorklistKey> starts(Dataset step) {
    var times = times(step, Tags.SCHEDULED_PROCEDURE_STEP_START_TIME);
    var dates = dates(step, Tags.SCHEDULED_PROCEDURE_STEP_START_DATE);
    if (dates.isEmpty()) {
      return times.map(range -> new WorklistKey.StartsAtTimeOfDay(range.from(), range.to()));
    }
    return dates.map(range -> new WorklistKey.Starts(
        range.from().map(day -> LocalDateTime.of(day,
            times.flatMap(Range::from).orElse(LocalTime.MIN))),
        range.to().map(day -> LocalDateTime.of(day,
            times.flatMap(Range::to).orElse(LocalTime.MAX)))));
  }

  private static Optional<Range<LocalDate>> dates(Dataset keys, Tag tag) {
    return range(keys, tag, (text, _) -> LocalDate.parse(
        text.replace(".", ""), DateTimeFormatter.BASIC_ISO_DATE));
  }

  private static Optional<Range<LocalTime>> times(Dataset keys, Tag tag) {
    return range(keys, tag, DateTimeKeys::time);
  }

  private static <T> Optional<Range<T>> range(
      Dataset keys, Tag tag, BiFunction<String, Boolean, T> parse) {
    return keys.string(tag).filter(text -> !text.equals("*")).map(text -> {
      try {
        var hyphen = text.indexOf('-');
        if (hyphen < 0) {
          return new Range<>(Optional.of(parse.apply(text, false)),
              Optional.of(parse.apply(text, true)));
        }
        return new Range<>(
            part(text.substring(0, hyphen)).map(part -> parse.apply(part, false)),
            part(text.substring(hyphen + 1)).map(part -> parse.apply(part, true)));
      } catch (DateTimeException | NumberFormatException e) {
        throw new InvalidKeyException(tag, "is no date, time or range of them");
      }
    });
  }

  private static Optional<String> part(String text) {
    return Optional.of(text.strip()).filter(part -> !part.isEmpty());
  }

  /// A time to the precision that was said: `10` is from 10:00:00 until 10:59:59.
  private static LocalTime time(String text, boolean isEnd) {
    var digits = text.strip().replace(":", "").replaceFirst("\\..*", "");
    if (!digits.matches("\\d{2}(\\d{2}){0,2}")) {
      throw new DateTimeException("no time");
    }
    var rest = isEnd ? "995959" : "990000";
    var whole = digits + rest.substring(digits.length());
    var time = LocalTime.of(number(whole, 0), number(whole, 2), Math.min(number(whole, 4), 59));
    return isEnd ? time.withNano(999_999_999) : time;
  }

  private static int number(String digits, int at) {
    return Integer.parseInt(digits.substring(at, at + 2));
  }
}
