package vn.tia.fhir.rest.query;

import java.util.Optional;

/// An `_include` or `_revinclude`: the reference parameter `param` of `source`, perhaps only
/// where it refers to `target` (R4 search, section 3.1.1.5.5).
///
/// @param isIterated whether it also goes on from what was included (`:iterate`)
public record Include(
    String source, String param, Optional<String> target, boolean isIterated) {

  /// Reads `Source:param` or `Source:param:Target`, empty where it is neither.
  static Optional<Include> parse(String text, boolean isIterated) {
    var parts = text.split(":", -1);
    if (parts.length < 2 || parts.length > 3) {
      return Optional.empty();
    }
    return Optional.of(new Include(
        parts[0], parts[1], parts.length == 3 ? Optional.of(parts[2]) : Optional.empty(),
        isIterated));
  }

  boolean wants(String targetType) {
    return target.isEmpty() || target.get().equals(targetType);
  }
}
