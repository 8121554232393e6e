package vn.tia.dicom.net;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import vn.tia.dicom.net.pdu.PduException;

/// Writes messages as P-DATA-TF PDUs (PS3.8 annex E): as few as the peer's maximum allows, each by
/// one write, the end of the command set and the start of the data set in one.
final class MessageWriter {
  private static final int PDU_HEADER = 6;
  private static final int VALUE_HEADER = 6;
  private static final int DATA_TF = 0x04;
  private static final int COMMAND = 1;
  private static final int DATA = 0;
  private static final int LAST = 2;

  private final Wire wire;
  private final ReentrantLock writing = new ReentrantLock();

  /// Whole PDUs that wait and the one that is being made, and one byte more that tells whether the
  /// data goes on.
  private final byte[] buffer;

  private final int end;

  /// Where the PDU begins that is being made.
  private int start;

  private int position = PDU_HEADER;

  /// A writer of PDUs as long as the peer takes (0 for any length) and the limits allow.
  MessageWriter(Wire wire, long peerPduBytesMax, NetworkLimits limits) throws PduException {
    if (peerPduBytesMax != 0 && peerPduBytesMax < NetworkLimits.PDU_BYTES_MIN) {
      throw PduException.invalid(
          "the peer takes PDUs of %d bytes, too few for a command".formatted(peerPduBytesMax));
    }
    long theirs = peerPduBytesMax == 0 ? Integer.MAX_VALUE : peerPduBytesMax;
    // The header stays inside our maximum too, which is what one system call moves.
    this.end = (int) Math.min(theirs + PDU_HEADER, limits.pduBytesMax()) & ~1;
    this.buffer = new byte[end + 1];
    this.wire = wire;
  }

  /// Writes a message without data set.
  void write(int contextId, Command command) throws IOException {
    write(contextId, command, InputStream.nullInputStream());
  }

  /// Writes a message and what waited before it; `dataset` is read to its end if the command says
  /// that one follows.
  void write(int contextId, Command command, InputStream dataset) throws IOException {
    writing.lock();
    try {
      put(contextId, command, dataset);
      flush();
    } finally {
      writing.unlock();
    }
  }

  /// Makes a message that waits for the next that is written, to be sent with it in one go: each
  /// write wakes the peer up.
  void writeLater(int contextId, Command command, InputStream dataset) throws IOException {
    writing.lock();
    try {
      put(contextId, command, dataset);
    } finally {
      writing.unlock();
    }
  }

  private void put(int contextId, Command command, InputStream dataset) throws IOException {
    try {
      put(contextId, COMMAND, new ByteArrayInputStream(CommandCodec.write(command)));
      if (command.hasDataset()) {
        put(contextId, DATA, dataset);
      }
      endPdu();
    } catch (IOException | RuntimeException e) {
      // What is half made is never sent.
      position = start + PDU_HEADER;
      throw e;
    }
  }

  private void put(int contextId, int kind, InputStream in) throws IOException {
    int held = in.read();
    boolean more = true;
    while (more) {
      if (end - position <= VALUE_HEADER + 1) {
        flush();
      }
      int at = position;
      int room = end - position - VALUE_HEADER & ~1;
      int length = fill(in, held, at + VALUE_HEADER, room + 1);
      more = length > room;
      held = buffer[at + VALUE_HEADER + room] & 0xFF;
      length = Math.min(length, room);
      ByteBuffer.wrap(buffer, at, VALUE_HEADER)
          .putInt(length + 2)
          .put((byte) contextId)
          .put((byte) (kind | (more ? 0 : LAST)));
      position = at + VALUE_HEADER + length;
    }
  }

  /// Puts the byte that was read before, and what follows it up to `room` bytes in all.
  private int fill(InputStream in, int held, int at, int room) throws IOException {
    if (held < 0) {
      return 0;
    }
    buffer[at] = (byte) held;
    return 1 + in.readNBytes(buffer, at + 1, room - 1);
  }

  private void endPdu() {
    if (position > start + PDU_HEADER) {
      ByteBuffer.wrap(buffer, start, PDU_HEADER)
          .put((byte) DATA_TF).put((byte) 0).putInt(position - start - PDU_HEADER);
      start = position;
      position += PDU_HEADER;
    }
  }

  private void flush() throws IOException {
    endPdu();
    int length = start;
    start = 0;
    position = PDU_HEADER;
    if (length > 0) {
      wire.write(buffer, length);
    }
  }
}
