package vn.tia.bridge.objects;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import vn.tia.dicom.data.Bytes;

/// The bytes of an object in a file, until it is decided whether they are kept; their SHA-256 and
/// the sums of their blocks are taken as they go by.
///
/// Used by one thread.
public final class StagedFile implements AutoCloseable {

  private final Path path;
  private final long bytesMax;
  private final FileChannel channel;
  private final MessageDigest sha256 = digest("SHA-256");
  private final BlockSums blockSums = new BlockSums();
  private long size;

  /// Makes a new file.
  ///
  /// @param bytesMax how many bytes are taken
  public StagedFile(Path path, long bytesMax) throws IOException {
    this.path = path;
    this.bytesMax = bytesMax;
    this.channel = FileChannel.open(
        path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.READ);
  }

  /// Takes the next bytes.
  ///
  /// @throws ObjectStoreException.TooLarge if there would be more than the limit
  /// @throws ObjectStoreException.Full if there is no room
  public void write(byte[] bytes, int from, int count) throws IOException {
    if (size + count > bytesMax) {
      throw new ObjectStoreException.TooLarge(bytesMax);
    }
    var buffer = ByteBuffer.wrap(bytes, from, count);
    try {
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (IOException e) {
      throw ObjectStoreException.isNoRoom(e) ? new ObjectStoreException.Full(e) : e;
    }
    sha256.update(bytes, from, count);
    blockSums.update(bytes, from, count);
    size += count;
  }

  public Path path() {
    return path;
  }

  public long size() {
    return size;
  }

  FileChannel channel() {
    return channel;
  }

  /// What the bytes come to.
  public record Sums(long size, byte[] sha256, Bytes blockSums) {

    /// The object that they make.
    public StoredObject object(ObjectId id) {
      return new StoredObject(id, size, HexFormat.of().formatHex(sha256), blockSums);
    }
  }

  /// The sums of what was taken; nothing is taken after that.
  public Sums finish() {
    return new Sums(size, sha256.digest(), blockSums.finish());
  }

  /// What was taken, to be read while this is open; closing it changes nothing.
  public SeekableByteChannel reread() {
    return new Reread();
  }

  /// Leaves the file where it is.
  @Override
  public void close() throws IOException {
    channel.close();
  }

  /// A digest that every Java platform has.
  public static MessageDigest digest(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + name, e);
    }
  }

  /// The same file with a place of its own: to open it again costs more than to read its header.
  private final class Reread implements SeekableByteChannel {
    private long position;

    @Override
    public int read(ByteBuffer target) throws IOException {
      int count = channel.read(target, position);
      position += Math.max(0, count);
      return count;
    }

    @Override
    public long position() {
      return position;
    }

    @Override
    public SeekableByteChannel position(long to) {
      position = to;
      return this;
    }

    @Override
    public long size() {
      return size;
    }

    @Override
    public boolean isOpen() {
      return channel.isOpen();
    }

    @Override
    public void close() {
      // The upload goes on.
    }

    @Override
    public int write(ByteBuffer source) {
      throw new NonWritableChannelException();
    }

    @Override
    public SeekableByteChannel truncate(long to) {
      throw new NonWritableChannelException();
    }
  }
}
