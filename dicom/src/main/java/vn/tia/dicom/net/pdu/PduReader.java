package vn.tia.dicom.net.pdu;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/// Reads PDUs from a stream. Memory is taken for bytes that arrived, not for lengths announced, and
/// for P-DATA-TF once: half a megabyte of new memory for each instance costs more than to fill it.
public final class PduReader {
  /// What a PDU is given before its bytes arrive; it doubles as they do.
  private static final int FIRST_BYTES = 8_192;

  private static final int FIXED_BYTES = 4;

  private final InputStream in;
  private final int dataBytesMax;
  private final int associateBytesMax;

  /// Holds each P-DATA-TF, as long as the longest that this peer really sent.
  private byte[] data = new byte[0];

  private boolean isInStep = true;

  /// A reader that takes P-DATA-TF PDUs of `dataBytesMax` and A-ASSOCIATE PDUs of
  /// `associateBytesMax` bytes behind their header.
  public PduReader(InputStream in, int dataBytesMax, int associateBytesMax) {
    this.in = in;
    this.dataBytesMax = dataBytesMax;
    this.associateBytesMax = associateBytesMax;
  }

  /// The next PDU, empty where the peer closed the connection between two PDUs. The fragments of a
  /// P-DATA-TF are good until the next PDU is read.
  ///
  /// @throws PduException if the bytes are no PDU that the standard and the limits allow
  public Optional<Pdu> read() throws IOException {
    int type = in.read();
    if (type < 0) {
      return Optional.empty();
    }
    isInStep = false;
    int bytesMax = bytesMax(type);
    byte[] header = in.readNBytes(5);
    if (header.length < 5) {
      throw new EOFException("the connection ended inside the header of a PDU");
    }
    long length = new ItemReader(header, 1, 5).u32();
    if (length > bytesMax) {
      throw PduException.invalid(
          "PDU %02X announces %d bytes, the limit is %d".formatted(type, length, bytesMax));
    }
    byte[] body = body(type, (int) length);
    isInStep = true;
    return Optional.of(PduDecoder.decode(type, body, (int) length));
  }

  /// Whether the next byte begins a PDU: not after one whose end could not be found.
  public boolean isInStep() {
    return isInStep;
  }

  private int bytesMax(int type) throws PduException {
    return switch (type) {
      case PduEncoder.ASSOCIATE_RQ, PduEncoder.ASSOCIATE_AC -> associateBytesMax;
      case PduEncoder.DATA_TF -> dataBytesMax;
      case PduEncoder.ASSOCIATE_RJ,
          PduEncoder.RELEASE_RQ,
          PduEncoder.RELEASE_RP,
          PduEncoder.ABORT ->
          FIXED_BYTES;
      default ->
          throw new PduException(
              AbortReason.UNRECOGNIZED_PDU, "PDU type %02X is unknown".formatted(type));
    };
  }

  private byte[] body(int type, int length) throws IOException {
    boolean isData = type == PduEncoder.DATA_TF;
    byte[] body = isData && data.length > 0 ? data : new byte[Math.min(length, FIRST_BYTES)];
    int filled = in.readNBytes(body, 0, Math.min(length, body.length));
    while (filled == body.length && filled < length) {
      body = Arrays.copyOf(body, (int) Math.min(length, 2L * filled));
      filled += in.readNBytes(body, filled, body.length - filled);
    }
    if (filled < length) {
      throw new EOFException(
          "the connection ended %d bytes into a PDU of %d".formatted(filled, length));
    }
    if (isData) {
      data = body;
    }
    return body;
  }
}
