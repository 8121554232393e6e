package vn.tia.bridge.objects;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A file on its way into a [FileObjectStore]; its SHA-256 is taken as the bytes go by.
final class FileUpload implements Upload {

  private final FileObjectStore store;
  private final Path file;
  private final long bytesMax;
  private final FileChannel channel;
  private final MessageDigest digest = sha256();
  private final BlockSums blockSums = new BlockSums();
  private long size;
  private boolean kept;

  FileUpload(FileObjectStore store, Path file, long bytesMax) throws IOException {
    this.store = store;
    this.file = file;
    this.bytesMax = bytesMax;
    this.channel = FileChannel.open(
        file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.READ);
  }

  @Override
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
    digest.update(bytes, from, count);
    blockSums.update(bytes, from, count);
    size += count;
  }

  @Override
  public SeekableByteChannel staged() throws IOException {
    return FileChannel.open(file, StandardOpenOption.READ);
  }

  @Override
  public StoredObject seal() throws IOException {
    var id = store.keep(file, channel);
    kept = true;
    return new StoredObject(id, size, HexFormat.of().formatHex(digest.digest()),
        blockSums.finish());
  }

  @Override
  public void close() throws IOException {
    channel.close();
    if (!kept) {
      Files.deleteIfExists(file);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
