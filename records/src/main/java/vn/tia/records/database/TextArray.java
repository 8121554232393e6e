package vn.tia.records.database;

import java.util.List;
import java.util.stream.Collectors;

/// A list of texts as PostgreSQL writes the value of a `text[]` (manual, section 8.15.6), for rows
/// that travel in arrays: an array of arrays would have to have equal lengths.
public final class TextArray {
  private TextArray() {}

  /// The literal of these texts.
  public static String of(List<String> texts) {
    return texts.stream()
        .map(text -> "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
        .collect(Collectors.joining(",", "{", "}"));
  }
}
