package vn.tia.fhir.rest;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import java.util.Locale;
import java.util.Optional;

/// Times as HTTP writes them (RFC 9110 section 5.6.7).
final class HttpTime {
  // Two digits for the day, which RFC_1123_DATE_TIME doesn't write.
  private static final DateTimeFormatter FORM = DateTimeFormatter
      .ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  private HttpTime() {}

  static String of(Instant time) {
    return FORM.format(time);
  }

  static String of(Date time) {
    return of(time.toInstant());
  }

  /// The time that a text says; one that is none is as if it weren't there (section 13.1.3).
  static Optional<Instant> parse(String text) {
    try {
      return Optional.of(
          ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException none) {
      return Optional.empty();
    }
  }
}
