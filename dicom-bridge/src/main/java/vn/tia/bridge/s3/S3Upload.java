package vn.tia.bridge.s3;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import vn.tia.bridge.objects.StagedFile;
import vn.tia.bridge.objects.StoredObject;
import vn.tia.bridge.objects.Upload;

/// An object on its way into a bucket: first into a file, since it is read before it is decided
/// whether it stays, then to the server. Its checksums are taken as the bytes go by.
final class S3Upload implements Upload {

  private final S3ObjectStore store;
  private final StagedFile file;
  private final int partBytes;
  private final MessageDigest md5 = StagedFile.digest("MD5");
  private final List<byte[]> partMd5s = new ArrayList<>();

  /// What lies in the file.
  ///
  /// @param partMd5s the MD5 of each part, of a single one if the object is not longer
  record Staged(Path file, long size, byte[] sha256, List<byte[]> partMd5s) {}

  S3Upload(S3ObjectStore store, Path file, S3ObjectStoreSettings.Limits limits)
      throws IOException {
    this.store = store;
    this.file = new StagedFile(file, limits.bytesMax());
    this.partBytes = limits.partBytes();
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    long before = file.size();
    file.write(bytes, from, count);
    digestParts(before, ByteBuffer.wrap(bytes, from, count));
  }

  private void digestParts(long before, ByteBuffer bytes) {
    int end = bytes.limit();
    for (long size = before; bytes.position() < end; ) {
      int inPart = (int) (size % partBytes);
      if (inPart == 0 && size > 0) {
        partMd5s.add(md5.digest());
      }
      int some = Math.min(end - bytes.position(), partBytes - inPart);
      md5.update(bytes.limit(bytes.position() + some));
      bytes.limit(end);
      size += some;
    }
  }

  @Override
  public SeekableByteChannel staged() {
    return file.reread();
  }

  @Override
  public StoredObject seal() throws IOException {
    partMd5s.add(md5.digest());
    var sums = file.finish();
    var id = store.keep(
        new Staged(file.path(), file.size(), sums.sha256(), List.copyOf(partMd5s)));
    return sums.object(id);
  }

  @Override
  public void close() throws IOException {
    file.close();
    Files.deleteIfExists(file.path());
  }
}
