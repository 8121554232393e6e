package vn.tia.fhir.search.extract;

import java.util.ArrayList;
import java.util.List;

/// Takes the text of a FHIRPath apart at its outermost level.
final class Paths {
  private Paths() {}

  /// The sides of `|`.
  static List<String> alternatives(String path) {
    return split(path, '|');
  }

  /// The steps between dots.
  static List<String> parts(String path) {
    return split(path, '.');
  }

  /// The path without parentheses before it.
  static String bare(String path) {
    return path.strip().replaceFirst("^\\(+", "").strip();
  }

  /// Where the parenthesis at the beginning is closed.
  static int closing(String text) {
    var depth = 0;
    for (int i = 0; i < text.length(); i++) {
      depth += text.charAt(i) == '(' ? 1 : text.charAt(i) == ')' ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    return text.length() - 1;
  }

  /// The path seen from an element that `root` leads to: `Observation.component.code` from
  /// `Observation.component` is `code`. Empty where it doesn't lead through there.
  static List<String> relative(String path, String root, List<String> otherRoots) {
    var relative = new ArrayList<String>();
    for (var alternative : alternatives(path)) {
      var bare = bare(alternative);
      var isOfOther = otherRoots.stream().anyMatch(other ->
          other.length() > root.length() && bare.startsWith(other + "."));
      if (bare.startsWith(root + ".") && !isOfOther) {
        relative.add(alternative.replaceFirst(java.util.regex.Pattern.quote(root + "."), ""));
      }
    }
    return relative;
  }

  private static List<String> split(String text, char separator) {
    var parts = new ArrayList<String>();
    var depth = 0;
    var isQuoted = false;
    var start = 0;
    for (int i = 0; i < text.length(); i++) {
      var letter = text.charAt(i);
      isQuoted ^= letter == '\'';
      if (!isQuoted) {
        depth += letter == '(' ? 1 : letter == ')' ? -1 : 0;
        if (depth == 0 && letter == separator) {
          parts.add(text.substring(start, i).strip());
          start = i + 1;
        }
      }
    }
    parts.add(text.substring(start).strip());
    return parts;
  }
}
