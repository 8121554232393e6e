package vn.tia.dicom.net;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/// The bytes of a socket, up to a moment: reading beyond it fails, however the bytes drip.
final class TimedInput extends FilterInputStream {
  private final Socket socket;
  private Duration allowed = Duration.ZERO;
  private long deadline = System.nanoTime();

  /// Reads `in`, which ends in `socket`, with TLS between them or not.
  TimedInput(Socket socket, InputStream in) {
    super(in);
    this.socket = socket;
  }

  /// Lets reading go on for this time from now.
  void allow(Duration time) {
    allowed = time;
    deadline = System.nanoTime() + time.toNanos();
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    long leftMs = (deadline - System.nanoTime()) / 1_000_000;
    if (leftMs <= 0) {
      throw late();
    }
    socket.setSoTimeout((int) Math.min(leftMs, Integer.MAX_VALUE));
    try {
      return super.read(bytes, offset, length);
    } catch (SocketTimeoutException e) {
      throw late();
    }
  }

  /// Skips by reading, so that the time counts.
  @Override
  public long skip(long count) throws IOException {
    var drain = new byte[8_192];
    long skipped = 0;
    int read = 0;
    while (skipped < count && read >= 0) {
      read = read(drain, 0, (int) Math.min(drain.length, count - skipped));
      skipped += Math.max(0, read);
    }
    return skipped;
  }

  private SocketTimeoutException late() {
    return new SocketTimeoutException(
        "the peer sent too little within %d ms".formatted(allowed.toMillis()));
  }
}
