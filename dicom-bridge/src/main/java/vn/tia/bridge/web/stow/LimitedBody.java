package vn.tia.bridge.web.stow;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import vn.tia.bridge.web.WebException;

/// The body of a request, up to a limit.
final class LimitedBody extends FilterInputStream {
  private long left;

  LimitedBody(InputStream in, long bytesMax) {
    super(in);
    this.left = bytesMax;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  /// @throws WebException beyond the limit
  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = super.read(bytes, offset, length);
    left -= Math.max(0, count);
    if (left < 0) {
      throw WebException.tooLarge("the request is longer than is taken");
    }
    return count;
  }
}
