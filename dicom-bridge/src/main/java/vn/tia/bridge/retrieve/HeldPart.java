package vn.tia.bridge.retrieve;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/// Bytes of an object that are held in memory until its channel is closed, which closing this does.
final class HeldPart extends InputStream {
  private final CheckedChannel channel;
  private final ByteBuffer bytes;

  /// @param bytes what stands between its position and its limit
  HeldPart(CheckedChannel channel, ByteBuffer bytes) {
    this.channel = channel;
    this.bytes = bytes;
  }

  @Override
  public int read() throws IOException {
    channel.checkOpen();
    return bytes.hasRemaining() ? bytes.get() & 0xFF : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    channel.checkOpen();
    if (!bytes.hasRemaining() && length > 0) {
      return -1;
    }
    int count = Math.min(length, bytes.remaining());
    bytes.get(target, offset, count);
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    channel.checkOpen();
    int some = (int) Math.max(0, Math.min(count, bytes.remaining()));
    bytes.position(bytes.position() + some);
    return some;
  }

  @Override
  public int available() {
    return bytes.remaining();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
