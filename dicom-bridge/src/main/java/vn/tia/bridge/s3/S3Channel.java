package vn.tia.bridge.s3;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/// An object open for reading, a window of it in memory.
///
/// Each window is one request, read to its end: so a broken connection is tried again by the SDK,
/// and a good one used again. Who reads on gets windows that double, who jumps a small one.
final class S3Channel implements SeekableByteChannel {

  /// The first window of a reader that may jump: a header and the place of the pixels.
  static final int JUMPING_BYTES = 64 * 1024;
  /// The first window of a reader that reads on: a slice of CT at once.
  static final int READING_ON_BYTES = 1 << 20;
  /// Bounds the memory of one open object.
  private static final int WINDOW_BYTES_MAX = 4 << 20;

  private final Ranges ranges;
  private final long size;
  private byte[] window;
  private long windowStart;
  private int nextBytes;
  private long position;
  private boolean open = true;

  /// Opens an object at an offset.
  ///
  /// @param windowBytes how many bytes are read at first
  S3Channel(Ranges ranges, long offset, int windowBytes) throws IOException {
    this.ranges = ranges;
    this.nextBytes = windowBytes;
    this.position = offset;
    var first = ranges.read(offset, windowBytes);
    this.size = first.size();
    this.window = first.bytes();
    this.windowStart = offset;
    grow();
  }

  @Override
  public int read(ByteBuffer to) throws IOException {
    if (!open) {
      throw new ClosedChannelException();
    }
    if (!to.hasRemaining()) {
      return 0;
    }
    if (position >= size) {
      return -1;
    }
    if (position < windowStart || position >= windowStart + window.length) {
      move(to.remaining());
    }
    int from = Math.toIntExact(position - windowStart);
    int count = Math.min(to.remaining(), window.length - from);
    to.put(window, from, count);
    position += count;
    return count;
  }

  private void move(int wanted) throws IOException {
    if (position != windowStart + window.length) {
      nextBytes = JUMPING_BYTES;
    }
    int count = Math.min(Math.max(nextBytes, wanted), WINDOW_BYTES_MAX);
    var part = ranges.read(position, count);
    if (part.size() != size || part.bytes().length != Math.min(count, size - position)) {
      throw new IOException("the S3 server gave another range than it was asked for");
    }
    window = part.bytes();
    windowStart = position;
    grow();
  }

  private void grow() {
    nextBytes = Math.min(nextBytes * 2, WINDOW_BYTES_MAX);
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public SeekableByteChannel position(long newPosition) {
    if (newPosition < 0) {
      throw new IllegalArgumentException("a position is not negative");
    }
    position = newPosition;
    return this;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public int write(ByteBuffer from) {
    throw new NonWritableChannelException();
  }

  @Override
  public SeekableByteChannel truncate(long newSize) {
    throw new NonWritableChannelException();
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    open = false;
    window = new byte[0];
  }
}
