package vn.tia.dicom.data;

import java.nio.ByteOrder;

/// How a value is turned into bytes: the order of bytes in a word, and the character set of text.
public record Encoding(ByteOrder order, SpecificCharacterSet characterSet) {
  /// Little endian and ASCII, the start of every data set.
  public static final Encoding DEFAULT =
      new Encoding(ByteOrder.LITTLE_ENDIAN, SpecificCharacterSet.ASCII);

  public Encoding withCharacterSet(SpecificCharacterSet set) {
    return set.equals(characterSet) ? this : new Encoding(order, set);
  }
}
