package vn.tia.dicom.tool;

import java.util.List;

/// One option of a tool.
///
/// @param names how it may be written, such as `-k` and `--key`
/// @param label what its value is, empty for an option without a value
/// @param text what it does, in a few words
record Option(List<String> names, String label, String text) {
  Option {
    names = List.copyOf(names);
  }

  /// An option that is there or not.
  static Option flag(String name, String text) {
    return new Option(List.of(name), "", text);
  }

  /// An option with a value.
  static Option value(String name, String label, String text) {
    return new Option(List.of(name), label, text);
  }

  /// The same with a short name too.
  Option orShort(String name) {
    return new Option(List.of(name, names.getFirst()), label, text);
  }

  boolean takesValue() {
    return !label.isEmpty();
  }

  /// How it stands in a manual.
  String heading() {
    return String.join(", ", names) + (takesValue() ? " " + label : "");
  }

  @Override
  public String toString() {
    return names.getLast();
  }
}
