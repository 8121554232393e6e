package vn.tia.bridge.retrieve;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import vn.tia.records.studies.StoredBytes;

/// The bytes of a stored object, whose end is reached only where they are those that came in.
final class CheckedStream extends FilterInputStream {
  private final StoredBytes expected;
  private final DamageAlarm alarm;
  private final MessageDigest digest;

  CheckedStream(InputStream in, StoredBytes expected, DamageAlarm alarm) {
    super(in);
    this.expected = expected;
    this.alarm = alarm;
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  /// @throws DamagedObjectException at the end, if the bytes are others
  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = super.read(bytes, offset, length);
    if (count > 0) {
      digest.update(bytes, offset, count);
    } else if (count < 0
        && !HexFormat.of().formatHex(digest.digest()).equals(expected.sha256())) {
      var found = new DamagedObjectException(expected.objectId());
      alarm.raise(expected, found);
      throw found;
    }
    return count;
  }

  /// Skipped bytes count too.
  @Override
  public long skip(long count) throws IOException {
    return readNBytes((int) Math.min(count, 65_536)).length;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
