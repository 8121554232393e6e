package vn.tia.dicom.net.pdu;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import vn.tia.dicom.data.Bytes;

/// Builds the variable part of a PDU: big-endian numbers and items with 16-bit lengths.
final class ItemWriter {
  private static final int ITEM_BYTES_MAX = 0xFFFF;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  ItemWriter u8(int value) {
    out.write(value);
    return this;
  }

  ItemWriter u16(int value) {
    return u8(value >> 8).u8(value);
  }

  ItemWriter u32(long value) {
    return u16((int) (value >> 16)).u16((int) value);
  }

  ItemWriter zeros(int count) {
    return raw(new byte[count]);
  }

  ItemWriter raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  ItemWriter bytes(Bytes bytes) {
    return raw(bytes.toArray());
  }

  /// An item that holds a UID or another short text.
  ItemWriter text(int type, String text) {
    return item(type, item -> item.raw(text.getBytes(StandardCharsets.ISO_8859_1)));
  }

  /// An item: type, a reserved byte, length, and what `content` writes.
  ItemWriter item(int type, Consumer<ItemWriter> content) {
    return u8(type).zeros(1).counted(content);
  }

  /// What `content` writes, behind its length in 16 bits.
  ItemWriter counted(Consumer<ItemWriter> content) {
    var inner = new ItemWriter();
    content.accept(inner);
    if (inner.out.size() > ITEM_BYTES_MAX) {
      throw new IllegalArgumentException(
          "an item holds at most 65535 bytes, got " + inner.out.size());
    }
    return u16(inner.out.size()).raw(inner.out.toByteArray());
  }

  byte[] toPdu(int type) {
    var pdu = new ItemWriter();
    pdu.u8(type).zeros(1).u32(out.size()).raw(out.toByteArray());
    return pdu.out.toByteArray();
  }
}
