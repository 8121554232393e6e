package vn.tia.fhir.terminology;

import java.util.Optional;

/// A canonical reference in its parts: `url|version`.
record Canonical(String url, Optional<String> version) {
  static Canonical of(String text) {
    var bar = text.indexOf('|');
    return bar < 0
        ? new Canonical(text, Optional.empty())
        : new Canonical(text.substring(0, bar), Optional.of(text.substring(bar + 1)));
  }

  boolean isVersion(String other) {
    return version.isEmpty() || version.get().equals(other);
  }
}
