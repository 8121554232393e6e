package vn.tia.bridge.retrieve;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.CRC32C;
import vn.tia.bridge.objects.BlockSums;
import vn.tia.dicom.data.Bytes;
import vn.tia.records.studies.StoredBytes;

/// A stored object open for reading anywhere, that gives no byte of a block before the whole block
/// was found right.
public final class CheckedChannel implements SeekableByteChannel {

  /// How many blocks are read at once: a CT slice in one go, and 1 MiB held.
  private static final int BLOCKS_MAX = 16;

  /// What is held of an object that lies elsewhere: a slice of CT.
  private static final int HELD_BYTES_MAX = 2 << 20;

  private final SeekableByteChannel object;
  private final StoredBytes expected;
  private final ByteBuffer sums;
  private final DamageAlarm alarm;
  /// What a part is held in.
  private final AtomicReference<Optional<ByteBuffer>> buffer =
      new AtomicReference<>(Optional.empty());
  private byte[] held = {};
  private long heldFrom;
  private int heldCount;
  private long position;

  /// @param sums those of the blocks
  CheckedChannel(
      SeekableByteChannel object, StoredBytes expected, Bytes sums, DamageAlarm alarm) {
    this.object = object;
    this.expected = expected;
    this.sums = sums.buffer(ByteOrder.BIG_ENDIAN);
    this.alarm = alarm;
  }

  /// @throws DamagedObjectException if a block isn't what came in
  @Override
  public int read(ByteBuffer target) throws IOException {
    if (position >= expected.size()) {
      return -1;
    }
    int count = 0;
    while (target.hasRemaining() && position < expected.size()) {
      if (position < heldFrom || position >= heldFrom + heldCount) {
        hold(target.remaining());
      }
      int from = (int) (position - heldFrom);
      int some = Math.min(target.remaining(), heldCount - from);
      target.put(held, from, some);
      position += some;
      count += some;
    }
    return count;
  }

  /// A run of bytes, all found right before the first is given; read while this is open.
  ///
  /// What is no longer than most objects is read once, and held until this is closed or another
  /// part is wanted. What is longer is read twice, a block at a time: what was checked lies in the
  /// memory of the system by then. Closing the stream closes this.
  ///
  /// @throws DamagedObjectException if they aren't what came in
  public InputStream part(long offset, long length) throws IOException {
    if (!(object instanceof FileChannel) && length <= HELD_BYTES_MAX) {
      var bytes = Channels.newInputStream(position(offset)).readNBytes((int) length);
      return new ByteArrayInputStream(bytes);
    }
    long start = blockStart(offset);
    long end = Math.min(expected.size(), blockStart(offset + length - 1) + BlockSums.BLOCK_BYTES);
    if (length > 0 && offset + length <= end && end - start <= HeldBuffers.BYTES && hasBuffer()) {
      var all = buffer.get().orElseThrow().clear().limit((int) (end - start));
      readBlocks(all, start);
      return new HeldPart(this, all.limit((int) (offset + length - start))
          .position((int) (offset - start)));
    }
    for (position = offset; position < offset + length; position = heldFrom + heldCount) {
      hold(1);
    }
    position = offset;
    return new ChannelPart(object.position(offset), length);
  }

  private static long blockStart(long offset) {
    return offset / BlockSums.BLOCK_BYTES * BlockSums.BLOCK_BYTES;
  }

  private boolean hasBuffer() {
    if (buffer.get().isEmpty()) {
      buffer.set(HeldBuffers.SHARED.take());
    }
    return buffer.get().isPresent();
  }

  /// Reads and checks the blocks from the position on that hold this many bytes.
  private void hold(int wanted) throws IOException {
    long start = blockStart(position);
    long blocks = (position - start + wanted + BlockSums.BLOCK_BYTES - 1) / BlockSums.BLOCK_BYTES;
    int count = (int) Math.min(expected.size() - start,
        Math.min(blocks, BLOCKS_MAX) * BlockSums.BLOCK_BYTES);
    heldCount = 0;
    if (held.length < count) {
      held = new byte[count];
    }
    readBlocks(ByteBuffer.wrap(held, 0, count), start);
    heldFrom = start;
    heldCount = count;
  }

  /// Fills a buffer with whole blocks, the last of the object maybe shorter, and checks them.
  private void readBlocks(ByteBuffer blocks, long start) throws IOException {
    object.position(start);
    while (blocks.hasRemaining()) {
      if (object.read(blocks) < 0) {
        throw damaged();
      }
    }
    var sum = new CRC32C();
    int block = Math.toIntExact(start / BlockSums.BLOCK_BYTES);
    for (int from = 0; from < blocks.limit(); from += BlockSums.BLOCK_BYTES) {
      int count = Math.min(BlockSums.BLOCK_BYTES, blocks.limit() - from);
      sum.update(blocks.slice(from, count));
      if ((int) sum.getValue() != sums.getInt(block * Integer.BYTES)) {
        throw damaged();
      }
      sum.reset();
      block++;
    }
  }

  private IOException damaged() {
    var found = new DamagedObjectException(expected.objectId());
    alarm.raise(expected, found);
    return found;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public SeekableByteChannel position(long to) {
    if (to < 0) {
      throw new IllegalArgumentException("a position is not negative");
    }
    position = to;
    return this;
  }

  @Override
  public long size() {
    return expected.size();
  }

  @Override
  public boolean isOpen() {
    return object.isOpen();
  }

  void checkOpen() throws ClosedChannelException {
    if (!isOpen()) {
      throw new ClosedChannelException();
    }
  }

  @Override
  public void close() throws IOException {
    object.close();
    // Another object's from here on, so it is given back once however often this is closed.
    buffer.getAndSet(Optional.empty()).ifPresent(HeldBuffers.SHARED::giveBack);
  }

  @Override
  public int write(ByteBuffer source) {
    throw new NonWritableChannelException();
  }

  @Override
  public SeekableByteChannel truncate(long size) {
    throw new NonWritableChannelException();
  }
}
