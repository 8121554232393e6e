package vn.tia.dicom.data;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;

/// A date and time, known to the year or closer, maybe with its offset from UTC (PS3.5 section 6.2,
/// VR DT).
///
/// @param earliest the first moment that it may mean, at its place
/// @param precision how much of it is known
/// @param offset how far the clock there is ahead of UTC; empty where the data set or the reader
///     must know it, as by (0008,0201) Timezone Offset From UTC
public record PartialDateTime(
    LocalDateTime earliest, Precision precision, Optional<ZoneOffset> offset) {
  private static final int DATE_DIGITS = 8;

  /// Puts a date and a time together; the time counts only where the day is known.
  public static PartialDateTime of(PartialDate date, Optional<PartialTime> time) {
    if (time.isEmpty() || date.day().isEmpty()) {
      return new PartialDateTime(
          date.earliest().atStartOfDay(), date.precision(), Optional.empty());
    }
    return new PartialDateTime(date.earliest().atTime(time.get().earliest()),
        time.get().precision(), Optional.empty());
  }

  /// Reads `yyyymmddhhmmss.ffffff&zzxx` and what ends earlier; empty where a text is no such time.
  public static Optional<PartialDateTime> parse(String text) {
    String bare = text.strip();
    int sign = Math.max(bare.lastIndexOf('+'), bare.lastIndexOf('-'));
    if (sign < 0) {
      return local(bare);
    }
    Optional<ZoneOffset> offset = offset(bare.substring(sign));
    return offset.isEmpty() ? Optional.empty() : local(bare.substring(0, sign))
        .map(local -> new PartialDateTime(local.earliest, local.precision, offset));
  }

  private static Optional<PartialDateTime> local(String text) {
    if (text.length() <= DATE_DIGITS) {
      return text.indexOf('.') >= 0 ? Optional.empty()
          : PartialDate.parse(text).map(date -> of(date, Optional.empty()));
    }
    Optional<PartialTime> time = text.indexOf(':') >= 0 || text.indexOf(' ') >= 0 ? Optional.empty()
        : PartialTime.parse(text.substring(DATE_DIGITS));
    return time.isEmpty() ? Optional.empty()
        : PartialDate.parse(text.substring(0, DATE_DIGITS)).map(date -> of(date, time));
  }

  /// The offset that `+0700` stands for, the form of DT and of (0008,0201); empty where a text is
  /// none.
  public static Optional<ZoneOffset> offset(String text) {
    String bare = text.strip();
    if (bare.length() != 5 || !Digits.are(bare.substring(1))
        || bare.charAt(0) != '+' && bare.charAt(0) != '-') {
      return Optional.empty();
    }
    int sign = bare.charAt(0) == '-' ? -1 : 1;
    int hours = Digits.at(bare, 1, 2, 0);
    int minutes = Digits.at(bare, 3, 2, 0);
    // From -1200 to +1400.
    boolean isOnEarth = hours * 60 + minutes <= (sign < 0 ? 12 : 14) * 60;
    try {
      return isOnEarth ? Optional.of(ZoneOffset.ofHoursMinutes(sign * hours, sign * minutes))
          : Optional.empty();
    } catch (DateTimeException noOffset) {
      return Optional.empty();
    }
  }

  /// The last moment that it may mean, at its place.
  public LocalDateTime latest() {
    return precision.latest(earliest);
  }

  /// The first instant that it may mean, by its own offset, else by the one given.
  public Instant earliest(ZoneOffset otherwise) {
    return earliest.toInstant(offset.orElse(otherwise));
  }

  /// The last instant that it may mean, by its own offset, else by the one given.
  public Instant latest(ZoneOffset otherwise) {
    return latest().toInstant(offset.orElse(otherwise));
  }

  /// The digits that are known, and the offset where it is.
  public String toValue() {
    String zone = offset.map(PartialDateTime::zone).orElse("");
    if (precision.digits() <= DATE_DIGITS) {
      return new PartialDate(earliest.toLocalDate(), precision).toValue() + zone;
    }
    LocalTime time = earliest.toLocalTime();
    return PartialDate.of(earliest.toLocalDate()).toValue()
        + new PartialTime(time, precision).toValue() + zone;
  }

  private static String zone(ZoneOffset offset) {
    int minutes = Math.abs(offset.getTotalSeconds()) / 60;
    return "%s%02d%02d".formatted(
        offset.getTotalSeconds() < 0 ? "-" : "+", minutes / 60, minutes % 60);
  }
}
