package vn.tia.dicom.io;

import java.io.IOException;
import java.io.InputStream;

/// One value of a source as a stream; it throws where the source ends within the value.
final class LimitedStream extends InputStream {
  private final ByteSource source;
  private long left;

  LimitedStream(ByteSource source, long length) {
    this.source = source;
    this.left = length;
  }

  @Override
  public int read() throws IOException {
    if (left == 0) {
      return -1;
    }
    int one = source.u8();
    left--;
    return one;
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    if (left == 0 || length == 0) {
      return length == 0 ? 0 : -1;
    }
    int count = source.read(target, from, (int) Math.min(length, left));
    left -= count;
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    long skipped = Math.clamp(count, 0, left);
    source.skip(skipped);
    left -= skipped;
    return skipped;
  }

  @Override
  public int available() {
    return (int) Math.min(left, Integer.MAX_VALUE);
  }

  /// Passes over what wasn't read.
  void skipRest() throws IOException {
    source.skip(left);
    left = 0;
  }
}
