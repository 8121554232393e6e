package vn.tia.records.worklist;

/// A value to match, literally or with the wild cards `*` and `?` (PS3.4 section C.2.2.2.4).
public record TextPattern(String value) {
  public TextPattern {
    if (value.isBlank()) {
      throw new IllegalArgumentException("a pattern to match is blank");
    }
  }

  /// Whether every value matches.
  public boolean isUniversal() {
    return value.chars().allMatch(letter -> letter == '*');
  }

  boolean isLiteral() {
    return value.indexOf('*') < 0 && value.indexOf('?') < 0;
  }

  /// The pattern in the language of SQL's LIKE.
  String like() {
    return like(value);
  }

  static String like(String pattern) {
    return pattern.replaceAll("([\\\\%_])", "\\\\$1").replace('*', '%').replace('?', '_');
  }
}
