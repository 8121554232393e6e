package vn.tia.fhir.rest.query;

import java.util.ArrayList;
import java.util.List;

/// Splits parameter values at separators that no `\` escapes (R4 search, section 3.1.1.4.15).
final class Escapes {
  private Escapes() {}

  /// The parts between separators, still escaped.
  static List<String> split(String text, char separator) {
    var parts = new ArrayList<String>();
    var start = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == separator) {
        parts.add(text.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(text.substring(start));
    return parts;
  }

  /// The text with each escaped letter as itself.
  static String plain(String text) {
    return text.indexOf('\\') < 0 ? text : text.replaceAll("\\\\([,$|\\\\])", "$1");
  }
}
