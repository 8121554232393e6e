package vn.tia.bridge.s3;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import vn.tia.bridge.objects.BlockSums;
import vn.tia.bridge.objects.ObjectStoreException;
import vn.tia.bridge.objects.StoredObject;
import vn.tia.bridge.objects.Upload;

/// An object on its way into a bucket: first into a file, since it is read before it is decided
/// whether it stays, then to the server. Its checksums are taken as the bytes go by.
final class S3Upload implements Upload {

  private final S3ObjectStore store;
  private final Path file;
  private final S3ObjectStoreSettings.Limits limits;
  private final FileChannel channel;
  private final MessageDigest sha256 = digest("SHA-256");
  private final MessageDigest md5 = digest("MD5");
  private final BlockSums blockSums = new BlockSums();
  private final List<byte[]> partMd5s = new ArrayList<>();
  private long size;

  /// What lies in the file.
  ///
  /// @param partMd5s the MD5 of each part, of a single one if the object is not longer
  record Staged(Path file, long size, byte[] sha256, List<byte[]> partMd5s) {}

  S3Upload(S3ObjectStore store, Path file, S3ObjectStoreSettings.Limits limits)
      throws IOException {
    this.store = store;
    this.file = file;
    this.limits = limits;
    this.channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    if (size + count > limits.bytesMax()) {
      throw new ObjectStoreException.TooLarge(limits.bytesMax());
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
    digestParts(bytes, from, count);
  }

  private void digestParts(byte[] bytes, int from, int count) {
    int done = 0;
    while (done < count) {
      int inPart = (int) (size % limits.partBytes());
      if (inPart == 0 && size > 0) {
        partMd5s.add(md5.digest());
      }
      int some = Math.min(count - done, limits.partBytes() - inPart);
      md5.update(bytes, from + done, some);
      done += some;
      size += some;
    }
  }

  @Override
  public SeekableByteChannel staged() throws IOException {
    return FileChannel.open(file, StandardOpenOption.READ);
  }

  @Override
  public StoredObject seal() throws IOException {
    partMd5s.add(md5.digest());
    var digest = sha256.digest();
    var id = store.keep(new Staged(file, size, digest, List.copyOf(partMd5s)));
    return new StoredObject(
        id, size, HexFormat.of().formatHex(digest), blockSums.finish());
  }

  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(file);
  }

  static MessageDigest digest(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + name, e);
    }
  }
}
