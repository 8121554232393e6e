package vn.tia.bridge.forward;

import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.regex.Pattern;

/// A part of each day, as `22:00-06:00`; its end is not in it.
///
/// @param to before `from` where it goes past midnight
public record Hours(LocalTime from, LocalTime to) {
  private static final Pattern FORM = Pattern.compile(
      "((?:[01]\\d|2[0-3]):[0-5]\\d)\\s*-\\s*((?:[01]\\d|2[0-3]):[0-5]\\d)");

  public Hours {
    if (from.equals(to)) {
      throw new IllegalArgumentException("hours begin and end at different times");
    }
  }

  /// Reads the form of the settings; empty for a blank text, which means always.
  public static Optional<Hours> parse(String text) {
    if (text.isBlank()) {
      return Optional.empty();
    }
    var parts = FORM.matcher(text.strip());
    if (!parts.matches()) {
      throw new IllegalArgumentException("hours are written as 22:00-06:00, got: " + text);
    }
    return Optional.of(
        new Hours(LocalTime.parse(parts.group(1)), LocalTime.parse(parts.group(2))));
  }

  boolean contains(LocalTime time) {
    return from.isBefore(to)
        ? !time.isBefore(from) && time.isBefore(to)
        : !time.isBefore(from) || time.isBefore(to);
  }

  /// When they begin next.
  ZonedDateTime next(ZonedDateTime now) {
    var today = now.with(from);
    return today.isAfter(now) ? today : now.plusDays(1).with(from);
  }
}
