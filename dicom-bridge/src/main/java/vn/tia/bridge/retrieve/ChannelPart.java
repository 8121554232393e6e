package vn.tia.bridge.retrieve;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/// So many bytes of a channel, from where it stands on.
final class ChannelPart extends InputStream {
  private final SeekableByteChannel channel;
  private long left;

  ChannelPart(SeekableByteChannel channel, long length) {
    this.channel = channel;
    this.left = length;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  /// @throws EOFException if the channel ends too early
  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (left == 0 && length > 0) {
      return -1;
    }
    int wanted = (int) Math.min(length, left);
    int count = channel.read(ByteBuffer.wrap(bytes, offset, wanted));
    if (count < 0) {
      throw new EOFException("a stored object ends " + left + " bytes too early");
    }
    left -= count;
    return count;
  }

  @Override
  public int available() {
    return (int) Math.min(left, Integer.MAX_VALUE);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
