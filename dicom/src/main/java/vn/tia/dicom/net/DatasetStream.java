package vn.tia.dicom.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.net.pdu.DataValue;
import vn.tia.dicom.net.pdu.PduException;

/// The bytes of a data set as its fragments arrive. Closing it changes nothing: the association
/// drains what was not read.
final class DatasetStream extends InputStream {
  private final @Nullable Fragments fragments;
  private final int contextId;
  private final Duration idle;
  private InputStream current = InputStream.nullInputStream();
  private final CountDownLatch ended = new CountDownLatch(1);
  private boolean atLast;
  private volatile @Nullable IOException failure;

  private DatasetStream(@Nullable Fragments fragments, int contextId, Duration idle) {
    this.fragments = fragments;
    this.contextId = contextId;
    this.idle = idle;
    this.atLast = fragments == null;
  }

  static DatasetStream arriving(Fragments fragments, int contextId, Duration idle) {
    return new DatasetStream(fragments, contextId, idle);
  }

  /// The stream of a message without data set.
  static DatasetStream absent() {
    return new DatasetStream(null, 0, Duration.ZERO);
  }

  /// Waits until the last fragment was taken, or the stream broke.
  void awaitEnd() throws InterruptedException {
    ended.await();
  }

  /// Nobody reads it any more, though it has not come to its end.
  void giveUp() {
    ended.countDown();
  }

  /// What broke the stream, whether or not its reader told.
  Optional<IOException> failure() {
    return Optional.ofNullable(failure);
  }

  @Override
  public int read() throws IOException {
    int next = current.read();
    while (next < 0 && advance().isPresent()) {
      next = current.read();
    }
    return next;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = current.read(bytes, offset, length);
    while (count < 0 && advance().isPresent()) {
      count = current.read(bytes, offset, length);
    }
    return count;
  }

  @Override
  public int available() throws IOException {
    return current.available();
  }

  /// Hands the fragments over as they are, without a buffer between.
  @Override
  public long transferTo(OutputStream out) throws IOException {
    long count = current.transferTo(out);
    for (Optional<Bytes> next = advance(); next.isPresent(); next = advance()) {
      next.get().writeTo(out);
      count += next.get().length();
      current = InputStream.nullInputStream();
    }
    return count;
  }

  /// Skips what was not read.
  void drain() throws IOException {
    current = InputStream.nullInputStream();
    while (advance().isPresent()) {
      current = InputStream.nullInputStream();
    }
  }

  private Optional<Bytes> advance() throws IOException {
    IOException broken = failure;
    if (broken != null) {
      throw new IOException(broken.getMessage(), broken);
    }
    if (atLast || fragments == null) {
      ended.countDown();
      return Optional.empty();
    }
    try {
      DataValue value = checked(fragments.rest(idle));
      atLast = value.kind().isLast();
      current = value.data().stream();
      return Optional.of(value.data());
    } catch (IOException e) {
      failure = e;
      ended.countDown();
      throw e;
    }
  }

  private DataValue checked(DataValue value) throws PduException {
    if (value.kind().isCommand() || value.contextId() != contextId) {
      throw PduException.invalid(
          "a %s fragment of context %d came inside a data set of context %d"
              .formatted(value.kind(), value.contextId(), contextId));
    }
    return value;
  }
}
