package vn.tia.dicom.data;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

/// Makes values of text and numbers that a program gives.
final class ValueParsing {
  private ValueParsing() {}

  static Value parse(Tag tag, Vr vr, List<String> texts) {
    return switch (vr.shape()) {
      case TEXT -> new Value.Text(texts);
      case NUMBERS -> new Value.Numbers(texts.stream().map(text -> number(vr, text)).toList());
      case TAGS -> new Value.TagList(texts.stream().map(Tag::parse).toList());
      case BINARY, SEQUENCE ->
          throw new IllegalArgumentException(tag + " " + vr + " can't be made of text");
    };
  }

  private static Number number(Vr vr, String text) {
    return switch (vr) {
      case US -> checked(vr, Integer.parseInt(text), 0, 0xFFFF);
      case SS -> checked(vr, Integer.parseInt(text), Short.MIN_VALUE, Short.MAX_VALUE);
      case SL -> Integer.parseInt(text);
      case UL -> Integer.toUnsignedLong(Integer.parseUnsignedInt(text));
      case SV -> Long.parseLong(text);
      case UV -> new BigInteger(Long.toUnsignedString(Long.parseUnsignedLong(text)));
      case FL -> Float.parseFloat(text);
      case FD -> Double.parseDouble(text);
      default -> throw new IllegalArgumentException(vr + " holds no numbers");
    };
  }

  private static int checked(Vr vr, int number, int least, int most) {
    if (number < least || number > most) {
      throw new IllegalArgumentException(
          vr + " holds " + least + " to " + most + ", got " + number);
    }
    return number;
  }

  static Value decimals(Tag tag, Vr vr, double... values) {
    return switch (vr) {
      case FD -> new Value.Numbers(Arrays.stream(values).boxed().toList());
      case FL -> new Value.Numbers(
          Arrays.stream(values).mapToObj(value -> (float) value).toList());
      case DS -> new Value.Text(
          Arrays.stream(values).mapToObj(DecimalString::of).toList());
      default -> throw new IllegalArgumentException(tag + " " + vr + " holds no decimals");
    };
  }
}
