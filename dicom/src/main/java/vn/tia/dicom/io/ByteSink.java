package vn.tia.dicom.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.util.Arrays;
import vn.tia.dicom.data.Bytes;

/// Numbers and runs of bytes to a stream, held back while a length in front of them is unknown.
final class ByteSink {
  private static final int FLUSH_BYTES = 16 * 1024;

  /// Commands, file headers and items of queries are no longer than this.
  private static final int FIRST_BYTES = 512;

  private final OutputStream out;
  private final ByteOrder order;
  private byte[] buffer = new byte[FIRST_BYTES];
  private int size;
  private int open;

  ByteSink(OutputStream out, ByteOrder order) {
    this.out = out;
    this.order = order;
  }

  private void reserve(int count) {
    if (buffer.length - size < count) {
      buffer = Arrays.copyOf(buffer, Math.max(size + count, buffer.length * 2));
    }
  }

  void u8(int value) {
    reserve(1);
    buffer[size++] = (byte) value;
  }

  void u16(int value) {
    reserve(2);
    set16(size, value);
    size += 2;
  }

  private void set16(int at, int value) {
    boolean isLittle = order == ByteOrder.LITTLE_ENDIAN;
    buffer[at] = (byte) (isLittle ? value : value >> 8);
    buffer[at + 1] = (byte) (isLittle ? value >> 8 : value);
  }

  void u32(int value) {
    reserve(4);
    set32(size, value);
    size += 4;
  }

  private void set32(int at, int value) {
    boolean isLittle = order == ByteOrder.LITTLE_ENDIAN;
    set16(at, isLittle ? value : value >>> 16);
    set16(at + 2, isLittle ? value >>> 16 : value);
  }

  void tag(int code) {
    u16(code >>> 16);
    u16(code);
  }

  void bytes(Bytes bytes) throws IOException {
    if (open == 0 && bytes.length() > FLUSH_BYTES) {
      flush();
      bytes.writeTo(out);
      return;
    }
    reserve(bytes.length());
    bytes.copyTo(buffer, size);
    size += bytes.length();
  }

  /// Copies a stream that is too long to be held back; no length may be open.
  void copy(InputStream value) throws IOException {
    flush();
    int got = value.read(buffer);
    while (got >= 0) {
      out.write(buffer, 0, got);
      got = value.read(buffer);
    }
  }

  /// Leaves room for a length of 4 bytes, and returns the mark to [#close] it with.
  int openLength() {
    u32(0);
    open++;
    return size;
  }

  /// Writes how many bytes came since the mark into the room before it.
  void close(int mark) {
    set32(mark - 4, size - mark);
    open--;
  }

  /// Passes on what isn't held back, once it is worth it.
  void flushIfFull() throws IOException {
    if (open == 0 && size >= FLUSH_BYTES) {
      flush();
    }
  }

  void flush() throws IOException {
    out.write(buffer, 0, size);
    size = 0;
  }
}
