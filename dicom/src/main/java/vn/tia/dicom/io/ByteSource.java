package vn.tia.dicom.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.util.Arrays;
import vn.tia.dicom.data.Bytes;

/// Numbers and runs of bytes from a stream, through a buffer that small values share.
///
/// A buffer that values point into is never written again: the next one takes its place.
final class ByteSource {
  /// Holds the header of a usual image at once.
  private static final int BUFFER_BYTES = 16 * 1024;

  /// Values up to this length share the buffer; longer ones get an array of their own.
  private static final int SHARED_BYTES_MAX = 2 * 1024;

  /// The first allocation for a value whose bytes haven't been seen to be there.
  private static final int ARRIVED_BYTES = 64 * 1024;

  private final InputStream in;
  private byte[] buffer = new byte[BUFFER_BYTES];
  private int at;
  private int end;
  private long offset;
  private boolean isShared;

  /// A source that counts from an offset on.
  ByteSource(InputStream in, long offset) {
    this.in = in;
    this.offset = offset;
  }

  /// How many bytes were taken so far, from where the counting started.
  long position() {
    return offset + at;
  }

  /// Whether so many bytes can be taken; at most 128.
  boolean has(int count) throws IOException {
    return end - at >= count || fill(count);
  }

  private void need(int count) throws IOException {
    if (end - at < count && !fill(count)) {
      throw new EOFException();
    }
  }

  private boolean fill(int count) throws IOException {
    if (buffer.length - at < Math.max(count, SHARED_BYTES_MAX)) {
      restart();
    }
    while (end - at < count) {
      int got = in.read(buffer, end, buffer.length - end);
      if (got < 0) {
        return false;
      }
      end += got;
    }
    return true;
  }

  /// Moves what is left to the start of a buffer that no value points into.
  private void restart() {
    byte[] next = isShared ? new byte[BUFFER_BYTES] : buffer;
    System.arraycopy(buffer, at, next, 0, end - at);
    offset += at;
    end -= at;
    at = 0;
    buffer = next;
    isShared = false;
  }

  /// Gives back bytes just taken, within the last [#has].
  void unread(int count) {
    at -= count;
  }

  int u8() throws IOException {
    need(1);
    return buffer[at++] & 0xFF;
  }

  int u16(ByteOrder order) throws IOException {
    need(2);
    int first = buffer[at] & 0xFF;
    int second = buffer[at + 1] & 0xFF;
    at += 2;
    return order == ByteOrder.LITTLE_ENDIAN ? second << 8 | first : first << 8 | second;
  }

  long u32(ByteOrder order) throws IOException {
    need(4);
    int first = u16(order);
    int second = u16(order);
    int word = order == ByteOrder.LITTLE_ENDIAN ? second << 16 | first : first << 16 | second;
    return Integer.toUnsignedLong(word);
  }

  /// A tag's code: two numbers of 16 bits, the group first in either order.
  int tag(ByteOrder order) throws IOException {
    need(4);
    return u16(order) << 16 | u16(order);
  }

  /// Takes so many bytes, allocating as they arrive.
  Bytes take(int count) throws IOException {
    if (count == 0) {
      return Bytes.EMPTY;
    }
    if (count <= SHARED_BYTES_MAX) {
      need(count);
      return takeShared(count);
    }
    Bytes taken = takeLong(count);
    if (taken.length() < count) {
      throw new EOFException();
    }
    return taken;
  }

  /// Takes so many bytes, or those that are left at the end.
  Bytes takeUpTo(int count) throws IOException {
    if (count > SHARED_BYTES_MAX) {
      return takeLong(count);
    }
    return takeShared(count == 0 || has(count) ? count : end - at);
  }

  private Bytes takeShared(int count) {
    isShared = true;
    at += count;
    return Bytes.wrap(buffer, at - count, count);
  }

  private Bytes takeLong(int count) throws IOException {
    int buffered = Math.min(count, end - at);
    long arrived = Math.max(ARRIVED_BYTES, (long) buffered + in.available());
    byte[] array = new byte[(int) Math.min(count, arrived)];
    System.arraycopy(buffer, at, array, 0, buffered);
    at += buffered;
    int filled = buffered;
    while (filled < count) {
      if (filled == array.length) {
        array = Arrays.copyOf(array, (int) Math.min(count, array.length * 2L));
      }
      int got = in.read(array, filled, array.length - filled);
      if (got < 0) {
        return Bytes.wrap(array, 0, filled);
      }
      filled += got;
      offset += got;
    }
    return Bytes.wrap(array);
  }

  /// Passes over so many bytes without keeping them.
  void skip(long count) throws IOException {
    int buffered = (int) Math.min(count, end - at);
    at += buffered;
    long left = count - buffered;
    while (left > 1) {
      // One byte is kept back: a file lets itself be skipped beyond its end, but not read there.
      long skipped = in.skip(left - 1);
      if (skipped <= 0) {
        break;
      }
      left -= skipped;
      offset += skipped;
    }
    while (left > 0) {
      need(1);
      int step = (int) Math.min(left, end - at);
      at += step;
      left -= step;
    }
  }

  /// Takes some of the bytes that are left, at least one.
  ///
  /// @throws EOFException if there are none
  int read(byte[] target, int from, int length) throws IOException {
    int count = readUpTo(target, from, length);
    if (count < 0) {
      throw new EOFException();
    }
    return count;
  }

  private int readUpTo(byte[] target, int from, int length) throws IOException {
    if (at == end) {
      int got = in.read(target, from, length);
      offset += Math.max(got, 0);
      return got;
    }
    int count = Math.min(length, end - at);
    System.arraycopy(buffer, at, target, from, count);
    at += count;
    return count;
  }

  /// The next bytes, so many, as a stream that ends behind them.
  LimitedStream limited(long count) {
    return new LimitedStream(this, count);
  }

  /// Everything that wasn't taken yet, as a stream.
  InputStream rest() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        return has(1) ? u8() : -1;
      }

      @Override
      public int read(byte[] target, int from, int length) throws IOException {
        return length == 0 ? 0 : readUpTo(target, from, length);
      }

      @Override
      public int available() throws IOException {
        return Math.min(end - at + in.available(), Integer.MAX_VALUE - 1);
      }
    };
  }
}
