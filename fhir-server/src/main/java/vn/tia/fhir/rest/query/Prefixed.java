package vn.tia.fhir.rest.query;

import java.util.Locale;
import java.util.stream.Stream;

/// A value with the comparison that its first two letters name, `eq` where they name none
/// (R4 search, section 3.1.1.4.5).
record Prefixed(Prefix prefix, String rest) {

  /// The comparisons of ordered values.
  enum Prefix { EQ, NE, GT, LT, GE, LE, SA, EB, AP }

  static Prefixed of(String value) {
    return Stream.of(Prefix.values())
        .filter(prefix -> value.startsWith(prefix.name().toLowerCase(Locale.ROOT)))
        .findFirst()
        .map(prefix -> new Prefixed(prefix, value.substring(2)))
        .orElse(new Prefixed(Prefix.EQ, value));
  }
}
