package vn.tia.hl7.mllp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// Takes messages out of their blocks: `VT message FS CR` (HL7 v2.5.1 appendix C).
///
/// Not thread-safe: one connection, one reader.
public final class MllpReader {

  static final int START = 0x0B;
  static final int END = 0x1C;
  static final int RETURN = 0x0D;

  /// How many bytes of padding may stand between two blocks.
  private static final int PADDING_MAX = 1024;

  /// What waits between two messages: two thousand idle peers cost half a megabyte.
  private static final int IDLE_BUFFER = 256;

  /// What reads a message; an order has 1 to 10 kB.
  private static final int BUFFER = 8192;

  private final InputStream in;
  private final MllpLimits limits;
  private final Consumer<Duration> deadline;
  private byte[] buffer = new byte[IDLE_BUFFER];
  private int position;
  private int filled;

  /// Reads without a clock: for streams that can't wait.
  public MllpReader(InputStream in, MllpLimits limits) {
    this(in, limits, _ -> { });
  }

  /// Reads, and says before each part how long that part may take.
  public MllpReader(InputStream in, MllpLimits limits, Consumer<Duration> deadline) {
    this.in = in;
    this.limits = limits;
    this.deadline = deadline;
  }

  /// The next message, empty where the peer closed the stream between two messages.
  ///
  /// Space, CR, LF and NUL between blocks are skipped: senders in the field pad there. Anything
  /// else there means that the peer doesn't speak MLLP, so nothing after it is trusted.
  ///
  /// @throws MllpException if the framing is broken or the message is longer than the limit
  public Optional<byte[]> read() throws IOException {
    deadline.accept(limits.idleTime());
    resize(IDLE_BUFFER);
    if (!findStart()) {
      return Optional.empty();
    }
    deadline.accept(limits.messageTime());
    resize(BUFFER);
    return Optional.of(readBlock());
  }

  /// Changes the buffer, unless it holds what would not fit.
  private void resize(int length) {
    int left = filled - position;
    if (buffer.length != length && left <= length) {
      var other = new byte[length];
      System.arraycopy(buffer, position, other, 0, left);
      buffer = other;
      position = 0;
      filled = left;
    }
  }

  private boolean findStart() throws IOException {
    for (int skipped = 0; skipped <= PADDING_MAX; skipped++) {
      int next = next();
      if (next == START) {
        return true;
      }
      if (next < 0) {
        return false;
      }
      if (next != RETURN && next != '\n' && next != ' ' && next != 0) {
        throw new MllpException("expected VT (0x0B) before a message, got 0x%02X".formatted(next));
      }
    }
    throw new MllpException("more than " + PADDING_MAX + " bytes of padding before a message");
  }

  private byte[] readBlock() throws IOException {
    // Grows with what arrived, so that an idle or lying peer costs no memory.
    var message = new ByteArrayOutputStream(1024);
    while (true) {
      int start = position;
      while (position < filled && isContent(buffer[position])) {
        position++;
      }
      append(message, start);
      int next = next();
      if (next == END) {
        requireReturn(next(), message.size());
        return message.toByteArray();
      }
      if (next == START) {
        throw new MllpException("a second VT after " + message.size() + " bytes of a block");
      }
      if (next < 0) {
        throw new MllpException("the stream ended " + message.size() + " bytes into a block");
      }
      position--;
    }
  }

  private static boolean isContent(byte value) {
    return value != START && value != END;
  }

  private void append(ByteArrayOutputStream message, int start) throws MllpException {
    int length = position - start;
    if (message.size() + length > limits.bytesMax()) {
      throw new MllpException("a message longer than " + limits.bytesMax() + " bytes");
    }
    message.write(buffer, start, length);
  }

  private static void requireReturn(int next, int size) throws MllpException {
    if (next < 0) {
      throw new MllpException("the stream ended between FS and CR, after " + size + " bytes");
    }
    if (next != RETURN) {
      throw new MllpException(
          "expected CR (0x0D) after FS and %d bytes, got 0x%02X".formatted(size, next));
    }
  }

  private int next() throws IOException {
    if (position == filled) {
      position = 0;
      filled = Math.max(0, in.read(buffer));
      if (filled == 0) {
        return -1;
      }
    }
    return buffer[position++] & 0xFF;
  }
}
