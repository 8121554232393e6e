package vn.tia.dicom.data;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Turns value fields into values and back (PS3.5 section 6.2).
final class ValueCodec {
  private ValueCodec() {}

  static Value decode(Vr vr, Bytes bytes, Encoding encoding) {
    if (bytes.isEmpty()) {
      return Value.EMPTY;
    }
    return switch (vr.shape()) {
      case TEXT -> text(vr, bytes, encoding.characterSet());
      case NUMBERS -> bytes.length() < vr.unit() ? Value.EMPTY
          : new Value.Numbers(numbers(vr, bytes.buffer(encoding.order())));
      case TAGS -> tags(bytes.buffer(encoding.order()));
      case BINARY -> new Value.Binary(ordered(bytes, vr.unit(), encoding.order()));
      case SEQUENCE -> throw new IllegalArgumentException("SQ has items, not a value field");
    };
  }

  private static Value text(Vr vr, Bytes bytes, SpecificCharacterSet set) {
    var ascii = SpecificCharacterSet.ASCII;
    String text = (vr.hasCharacterSet() ? set : ascii).decode(bytes, vr);
    List<String> values = vr.isMultiValued() ? split(text, vr) : List.of(trim(text, vr));
    return values.size() == 1 && values.getFirst().isEmpty() ? Value.EMPTY : new Value.Text(values);
  }

  private static List<String> split(String text, Vr vr) {
    int end = text.indexOf('\\');
    if (end < 0) {
      return List.of(trim(text, vr));
    }
    var values = new ArrayList<String>();
    int from = 0;
    while (end >= 0) {
      values.add(trim(text.substring(from, end), vr));
      from = end + 1;
      end = text.indexOf('\\', from);
    }
    values.add(trim(text.substring(from), vr));
    return values;
  }

  /// Drops what pads a value: spaces and zeros behind, and spaces before where they mean nothing.
  private static String trim(String text, Vr vr) {
    int to = text.length();
    while (to > 0 && (text.charAt(to - 1) == ' ' || text.charAt(to - 1) == 0)) {
      to--;
    }
    int from = 0;
    while (vr.ignoresLeadingSpaces() && from < to && text.charAt(from) == ' ') {
      from++;
    }
    return text.substring(from, to);
  }

  private static List<Number> numbers(Vr vr, ByteBuffer buffer) {
    var numbers = new Number[buffer.remaining() / vr.unit()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = number(vr, buffer);
    }
    return Arrays.asList(numbers);
  }

  private static Number number(Vr vr, ByteBuffer buffer) {
    return switch (vr) {
      case US -> Short.toUnsignedInt(buffer.getShort());
      case SS -> (int) buffer.getShort();
      case SL -> buffer.getInt();
      case UL -> Integer.toUnsignedLong(buffer.getInt());
      case SV -> buffer.getLong();
      case UV -> new BigInteger(Long.toUnsignedString(buffer.getLong()));
      case FL -> buffer.getFloat();
      case FD -> buffer.getDouble();
      default -> throw new IllegalArgumentException(vr + " holds no numbers");
    };
  }

  private static Value tags(ByteBuffer buffer) {
    var tags = new ArrayList<Tag>();
    while (buffer.remaining() >= 4) {
      tags.add(Tag.of(buffer.getShort(), buffer.getShort()));
    }
    return tags.isEmpty() ? Value.EMPTY : new Value.TagList(tags);
  }

  /// The bytes with each word in little endian order, or turned from it: the same work.
  private static Bytes ordered(Bytes bytes, int unit, ByteOrder order) {
    if (order == ByteOrder.LITTLE_ENDIAN || unit == 1) {
      return bytes;
    }
    byte[] turned = bytes.toArray();
    for (int word = 0; word + unit <= turned.length; word += unit) {
      for (int i = 0; i < unit / 2; i++) {
        byte kept = turned[word + i];
        turned[word + i] = turned[word + unit - 1 - i];
        turned[word + unit - 1 - i] = kept;
      }
    }
    return Bytes.wrap(turned);
  }

  /// The value field, padded to an even length; items and fragments are the writer's business.
  static Bytes encode(Vr vr, Value value, Encoding encoding) {
    return switch (value) {
      case Value.Empty _ -> Bytes.EMPTY;
      case Value.Text(var values) -> padded(textBytes(vr, values, encoding), vr);
      case Value.Numbers(var numbers) -> numberBytes(vr, numbers, encoding.order());
      case Value.TagList(var tags) -> tagBytes(tags, encoding.order());
      case Value.Binary(var bytes) -> padded(ordered(bytes, vr.unit(), encoding.order()), vr);
      case Value.Sequence _, Value.Fragments _, Value.Bulk _ ->
          throw new IllegalArgumentException("items, fragments and bulk have no value field here");
    };
  }

  private static Bytes textBytes(Vr vr, List<String> values, Encoding encoding) {
    var set = vr.hasCharacterSet() ? encoding.characterSet() : SpecificCharacterSet.ASCII;
    return set.encode(String.join("\\", values), vr);
  }

  private static Bytes padded(Bytes bytes, Vr vr) {
    if ((bytes.length() & 1) == 0) {
      return bytes;
    }
    byte[] even = Arrays.copyOfRange(
        bytes.array(), bytes.offset(), bytes.offset() + bytes.length() + 1);
    even[even.length - 1] = vr.padding();
    return Bytes.wrap(even);
  }

  private static Bytes numberBytes(Vr vr, List<? extends Number> numbers, ByteOrder order) {
    var buffer = ByteBuffer.allocate(numbers.size() * vr.unit()).order(order);
    for (Number number : numbers) {
      switch (vr) {
        case US, SS -> buffer.putShort(number.shortValue());
        case UL, SL -> buffer.putInt(number.intValue());
        case UV, SV -> buffer.putLong(number.longValue());
        case FL -> buffer.putFloat(number.floatValue());
        case FD -> buffer.putDouble(number.doubleValue());
        default -> throw new IllegalArgumentException(vr + " holds no numbers");
      }
    }
    return Bytes.wrap(buffer.array());
  }

  private static Bytes tagBytes(List<Tag> tags, ByteOrder order) {
    var buffer = ByteBuffer.allocate(tags.size() * 4).order(order);
    for (Tag tag : tags) {
      buffer.putShort((short) tag.group()).putShort((short) tag.element());
    }
    return Bytes.wrap(buffer.array());
  }
}
