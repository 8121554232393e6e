package vn.tia.mapping.hl7;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A segment that is being written; values are escaped as they enter.
final class SegmentDraft {

  private final List<String> fields = new ArrayList<>();

  SegmentDraft(String name) {
    fields.add(name);
  }

  /// Sets a field to components, each a plain value; empty ones at the end are left away.
  SegmentDraft put(int field, String... components) {
    return raw(field, composed(components));
  }

  /// Sets a field to what is already in its written form.
  SegmentDraft raw(int field, String written) {
    while (fields.size() <= field) {
      fields.add("");
    }
    fields.set(field, written);
    return this;
  }

  /// Components in their written form.
  static String composed(String... components) {
    String joined = Stream.of(components)
        .map(value -> Escapes.escape(value, Delimiters.STANDARD))
        .collect(Collectors.joining("^"));
    return joined.replaceFirst("\\^+$", "");
  }

  @Override
  public String toString() {
    return String.join("|", fields);
  }
}
