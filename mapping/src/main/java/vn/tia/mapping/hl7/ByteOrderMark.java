package vn.tia.mapping.hl7;

/// The three bytes that some editors and interface engines put before UTF-8 text.
final class ByteOrderMark {

  private ByteOrderMark() {}

  /// How many bytes to skip: 3 where the mark stands first, else 0.
  static int length(byte[] bytes) {
    return bytes.length >= 3
        && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF ? 3 : 0;
  }
}
