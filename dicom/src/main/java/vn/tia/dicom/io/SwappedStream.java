package vn.tia.dicom.io;

import java.io.IOException;
import java.io.InputStream;

/// Turns the words of a stream into the other byte order.
public final class SwappedStream extends InputStream {
  private static final int BUFFER_BYTES = 16 * 1024;

  private final InputStream in;
  private final int unit;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int at;
  private int end;

  /// Words of so many bytes, a power of two; bytes behind the last whole word stay as they are.
  public SwappedStream(InputStream in, int unit) {
    this.in = in;
    this.unit = unit;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    if (at == end) {
      at = 0;
      end = in.readNBytes(buffer, 0, BUFFER_BYTES);
      swap();
    }
    if (end == 0) {
      return -1;
    }
    int count = Math.min(length, end - at);
    System.arraycopy(buffer, at, target, from, count);
    at += count;
    return count;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private void swap() {
    for (int word = 0; word + unit <= end; word += unit) {
      for (int i = 0; i < unit / 2; i++) {
        byte kept = buffer[word + i];
        buffer[word + i] = buffer[word + unit - 1 - i];
        buffer[word + unit - 1 - i] = kept;
      }
    }
  }
}
