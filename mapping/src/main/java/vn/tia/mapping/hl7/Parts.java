package vn.tia.mapping.hl7;

import java.util.ArrayList;
import java.util.List;

/// Texts parted by one character: segments into fields, fields into repetitions and components.
final class Parts {

  private Parts() {}

  /// The part of that number, counted from 1; empty text where there are fewer.
  static String part(String text, char separator, int number) {
    int start = 0;
    for (int skipped = 1; skipped < number; skipped++) {
      int next = text.indexOf(separator, start);
      if (next < 0) {
        return "";
      }
      start = next + 1;
    }
    int end = text.indexOf(separator, start);
    return end < 0 ? text.substring(start) : text.substring(start, end);
  }

  /// All parts, empty ones too, in their order; a text without the separator is one.
  static List<String> of(String text, char separator) {
    var parts = new ArrayList<String>();
    int start = 0;
    for (int end = text.indexOf(separator); end >= 0; end = text.indexOf(separator, start)) {
      parts.add(text.substring(start, end));
      start = end + 1;
    }
    parts.add(text.substring(start));
    return parts;
  }
}
