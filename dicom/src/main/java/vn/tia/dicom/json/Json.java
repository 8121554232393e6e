package vn.tia.dicom.json;

import java.util.List;
import java.util.Map;

/// A JSON value (RFC 8259).
sealed interface Json {
  Json NULL = new Literal("null");

  record Text(String value) implements Json {}

  /// A number as it was written, so that no digit is lost.
  record Digits(String literal) implements Json {}

  /// `true`, `false` or `null`.
  record Literal(String word) implements Json {}

  record Array(List<Json> values) implements Json {
    public Array {
      values = List.copyOf(values);
    }
  }

  /// The members in the order in which they stood.
  record Object(Map<String, Json> members) implements Json {}

  /// What kind of value it is, for messages.
  default String kind() {
    return switch (this) {
      case Text _ -> "a string";
      case Digits _ -> "a number";
      case Literal(var word) -> word;
      case Array _ -> "an array";
      case Object _ -> "an object";
    };
  }
}
