package vn.tia.dicom.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/// A run of bytes that never changes, equal to any run with the same content.
public final class Bytes {
  public static final Bytes EMPTY = new Bytes(new byte[0], 0, 0);

  private final byte[] array;
  private final int offset;
  private final int length;

  private Bytes(byte[] array, int offset, int length) {
    this.array = array;
    this.offset = offset;
    this.length = length;
  }

  /// A copy of these bytes.
  public static Bytes of(byte... bytes) {
    return bytes.length == 0 ? EMPTY : new Bytes(bytes.clone(), 0, bytes.length);
  }

  /// These bytes themselves, not copied: who calls gives the array away and never writes to it.
  public static Bytes wrap(byte[] array) {
    return wrap(array, 0, array.length);
  }

  /// A part of an array, not copied: who calls never writes to that part again.
  public static Bytes wrap(byte[] array, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, array.length);
    return length == 0 ? EMPTY : new Bytes(array, offset, length);
  }

  /// The bytes that a picture in hexadecimal digits shows; blanks and `# comments` are dropped.
  public static Bytes hex(String picture) {
    String digits = picture.replaceAll("#[^\n]*", "").replaceAll("\\s+", "");
    return wrap(HexFormat.of().parseHex(digits));
  }

  /// The content of all, one after the other, in an array of its own.
  public static Bytes concat(Bytes... parts) {
    byte[] all = new byte[Arrays.stream(parts).mapToInt(Bytes::length).sum()];
    int at = 0;
    for (Bytes part : parts) {
      part.copyTo(all, at);
      at += part.length;
    }
    return wrap(all);
  }

  public int length() {
    return length;
  }

  public boolean isEmpty() {
    return length == 0;
  }

  public byte at(int index) {
    return array[offset + Objects.checkIndex(index, length)];
  }

  /// The part that starts at an index, sharing the memory of the whole.
  public Bytes slice(int from, int count) {
    Objects.checkFromIndexSize(from, count, length);
    return wrap(array, offset + from, count);
  }

  /// A copy as an array.
  public byte[] toArray() {
    return Arrays.copyOfRange(array, offset, offset + length);
  }

  /// Copies all bytes into an array from an index on.
  public void copyTo(byte[] target, int at) {
    System.arraycopy(array, offset, target, at, length);
  }

  /// A read-only view in the given byte order.
  public ByteBuffer buffer(ByteOrder order) {
    return ByteBuffer.wrap(array, offset, length).slice().asReadOnlyBuffer().order(order);
  }

  public InputStream stream() {
    return new ByteArrayInputStream(array, offset, length);
  }

  public void writeTo(OutputStream out) throws IOException {
    out.write(array, offset, length);
  }

  /// Upper-case hexadecimal digits without blanks.
  public String toHex() {
    return HexFormat.of().withUpperCase().formatHex(array, offset, offset + length);
  }

  /// The array behind, for coding within this package.
  byte[] array() {
    return array;
  }

  int offset() {
    return offset;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that
        && Arrays.equals(array, offset, offset + length, that.array, that.offset,
            that.offset + that.length);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = offset; i < offset + length; i++) {
      hash = 31 * hash + array[i];
    }
    return hash;
  }

  /// The length and no content: bytes may hold patient data.
  @Override
  public String toString() {
    return length + " bytes";
  }
}
