package vn.tia.mapping.dicom;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads DICOM dates, times and offsets (PS3.5 section 6.2, VRs DA and TM); empty where it is none.
public final class DicomTimes {

  /// `yyyyMMdd`, and `yyyy.MM.dd` as ACR-NEMA wrote it.
  private static final Pattern DATE = Pattern.compile("(\\d{4})\\.?(\\d{2})\\.?(\\d{2})");

  /// `HH[mm[ss[.ffffff]]]`, and with colons as ACR-NEMA wrote it.
  private static final Pattern TIME =
      Pattern.compile("(\\d{2})(?::?(\\d{2})(?::?(\\d{2})(?:\\.(\\d{1,6}))?)?)?");

  private static final Pattern OFFSET = Pattern.compile("([+-])(\\d{2})(\\d{2})");

  private DicomTimes() {}

  public static Optional<LocalDate> date(String text) {
    var matcher = DATE.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDate.of(number(matcher, 1), number(matcher, 2), number(matcher, 3)));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  /// The time, its missing parts taken as zero.
  public static Optional<LocalTime> time(String text) {
    var matcher = TIME.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      // Second 60 is a leap second, which Java's clock doesn't have.
      int second = Math.min(number(matcher, 3), 59);
      return Optional.of(
          LocalTime.of(number(matcher, 1), number(matcher, 2), second, nanos(matcher.group(4))));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  /// The offset of (0008,0201) Timezone Offset From UTC, such as `+0700`.
  public static Optional<ZoneOffset> offset(String text) {
    var matcher = OFFSET.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int sign = matcher.group(1).equals("-") ? -1 : 1;
    try {
      return Optional.of(
          ZoneOffset.ofHoursMinutes(sign * number(matcher, 2), sign * number(matcher, 3)));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static int number(Matcher matcher, int group) {
    var digits = matcher.group(group);
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  private static int nanos(@Nullable String fraction) {
    return fraction == null ? 0 : Integer.parseInt((fraction + "000000000").substring(0, 9));
  }
}
