package vn.tia.dicom.data;

import java.math.BigDecimal;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// The usual ways to look at an element's value.
final class ElementReading {
  private ElementReading() {}

  static List<String> strings(Element element) {
    return switch (element.value()) {
      case Value.Text(var values) -> values;
      case Value.Numbers(var numbers) -> numbers.stream().map(Object::toString).toList();
      case Value.TagList(var tags) -> tags.stream().map(Tag::digits).toList();
      case Value.Empty _, Value.Binary _, Value.Sequence _, Value.Fragments _, Value.Bulk _ ->
          List.of();
    };
  }

  static OptionalInt integer(Element element) {
    OptionalLong whole = whole(element);
    return whole.isPresent() && (int) whole.getAsLong() == whole.getAsLong()
        ? OptionalInt.of((int) whole.getAsLong()) : OptionalInt.empty();
  }

  static OptionalLong whole(Element element) {
    return switch (element.value()) {
      case Value.Numbers(var numbers) -> whole(numbers.getFirst().toString());
      case Value.Text(var values) -> whole(values.getFirst());
      case Value.Empty _, Value.TagList _, Value.Binary _, Value.Sequence _, Value.Fragments _,
          Value.Bulk _ -> OptionalLong.empty();
    };
  }

  private static OptionalLong whole(String digits) {
    String bare = digits.strip();
    if (bare.isEmpty() || bare.length() > NUMBER_CHARS_MAX) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(bare));
    } catch (NumberFormatException notPlain) {
      return wholeOfDecimal(bare);
    }
  }

  /// Longer texts are no numbers: IS has 12 characters, DS 16, and a double prints in 24.
  private static final int NUMBER_CHARS_MAX = 64;

  /// Senders write IS as `1.0` or `1e3` too.
  private static OptionalLong wholeOfDecimal(String digits) {
    try {
      var decimal = new BigDecimal(digits);
      return Math.abs((long) decimal.scale()) > NUMBER_CHARS_MAX
          ? OptionalLong.empty() : OptionalLong.of(decimal.longValueExact());
    } catch (ArithmeticException | NumberFormatException notWhole) {
      return OptionalLong.empty();
    }
  }

  static OptionalDouble decimal(Element element) {
    return switch (element.value()) {
      case Value.Numbers(var numbers) -> OptionalDouble.of(numbers.getFirst().doubleValue());
      case Value.Text(var values) -> decimal(values.getFirst().strip());
      case Value.Empty _, Value.TagList _, Value.Binary _, Value.Sequence _, Value.Fragments _,
          Value.Bulk _ -> OptionalDouble.empty();
    };
  }

  private static OptionalDouble decimal(String digits) {
    if (digits.isEmpty() || digits.length() > NUMBER_CHARS_MAX) {
      return OptionalDouble.empty();
    }
    try {
      return OptionalDouble.of(Double.parseDouble(digits));
    } catch (NumberFormatException notANumber) {
      return OptionalDouble.empty();
    }
  }
}
