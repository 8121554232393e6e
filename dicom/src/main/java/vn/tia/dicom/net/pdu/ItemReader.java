package vn.tia.dicom.net.pdu;

import java.nio.charset.StandardCharsets;
import vn.tia.dicom.data.Bytes;

/// Reads the variable part of a PDU, never beyond its end.
final class ItemReader {
  private final byte[] bytes;
  private final int end;
  private int at;

  ItemReader(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  /// One item of a PDU: its type and a reader of its content.
  record Item(int type, ItemReader content) {}

  boolean hasMore() {
    return at < end;
  }

  int remaining() {
    return end - at;
  }

  int u8() throws PduException {
    need(1);
    return bytes[at++] & 0xFF;
  }

  int u16() throws PduException {
    return u8() << 8 | u8();
  }

  long u32() throws PduException {
    return (long) u16() << 16 | u16();
  }

  ItemReader skip(int count) throws PduException {
    need(count);
    at += count;
    return this;
  }

  /// The next `length` bytes, not copied.
  Bytes bytes(int length) throws PduException {
    need(length);
    Bytes slice = Bytes.wrap(bytes, at, length);
    at += length;
    return slice;
  }

  /// The next `length` bytes as text without the padding that surrounds it.
  String text(int length) throws PduException {
    need(length);
    String text = new String(bytes, at, length, StandardCharsets.ISO_8859_1);
    at += length;
    return withoutPadding(text);
  }

  /// All that is left, as text.
  String text() throws PduException {
    return text(remaining());
  }

  /// The bytes behind a 16-bit length.
  Bytes countedBytes() throws PduException {
    return bytes(u16());
  }

  /// The text behind a 16-bit length.
  String countedText() throws PduException {
    return text(u16());
  }

  Item item() throws PduException {
    int type = u8();
    skip(1);
    int length = u16();
    if (length > remaining()) {
      throw PduException.invalid(
          "item %02X announces %d bytes, its PDU has %d left".formatted(type, length, remaining()));
    }
    var content = new ItemReader(bytes, at, at + length);
    at += length;
    return new Item(type, content);
  }

  private void need(int count) throws PduException {
    if (count > remaining()) {
      throw PduException.invalid(
          "%d bytes needed at byte %d of the PDU, %d left".formatted(count, at, remaining()));
    }
  }

  private static String withoutPadding(String text) {
    int end = text.length();
    while (end > 0 && isPadding(text.charAt(end - 1))) {
      end--;
    }
    int start = 0;
    while (start < end && isPadding(text.charAt(start))) {
      start++;
    }
    return text.substring(start, end);
  }

  private static boolean isPadding(char c) {
    return c == ' ' || c == 0;
  }
}
