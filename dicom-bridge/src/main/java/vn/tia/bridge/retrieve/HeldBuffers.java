package vn.tia.bridge.retrieve;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// Memory for objects that are held while they are checked and sent, used again and again: fresh
/// memory has to be cleared first, and half a megabyte is more than a collector likes.
///
/// Safe for use by many threads.
final class HeldBuffers {

  /// One object's share: a slice of CT has half of it.
  static final int BYTES = 1 << 20;

  /// How many objects are held at once, outside of the heap; who comes then reads twice instead.
  static final int BUFFERS_MAX = 32;

  /// Those of the program.
  static final HeldBuffers SHARED = new HeldBuffers();

  private final ConcurrentLinkedQueue<ByteBuffer> free = new ConcurrentLinkedQueue<>();
  private final AtomicInteger made = new AtomicInteger();

  /// A buffer of [#BYTES] to be given back, empty where all are in use.
  Optional<ByteBuffer> take() {
    var buffer = free.poll();
    if (buffer != null) {
      return Optional.of(buffer.clear());
    }
    if (made.getAndUpdate(count -> Math.min(count + 1, BUFFERS_MAX)) == BUFFERS_MAX) {
      return Optional.empty();
    }
    return Optional.of(ByteBuffer.allocateDirect(BYTES));
  }

  /// Takes a buffer back, which nobody uses any more.
  void giveBack(ByteBuffer buffer) {
    free.add(buffer);
  }
}
