package vn.tia.dicom.net.pdu;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;
import vn.tia.dicom.fuzz.Trial;

/// Fuzz target: any bytes as the PDUs of a peer.
///
/// They end in a [PduException] or [EOFException], or make PDUs that are written and read again
/// without a change.
public final class PduTarget {
  private static final int DATA_BYTES_MAX = 1 << 20;
  private static final int ASSOCIATE_BYTES_MAX = 1 << 20;

  private PduTarget() {}

  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    Trial.run(() -> read(input));
  }

  private static void read(byte[] input) throws IOException {
    PduReader reader = reader(input);
    try {
      for (Optional<Pdu> pdu = reader.read(); pdu.isPresent(); pdu = reader.read()) {
        roundTrip(pdu.get());
      }
    } catch (PduException | EOFException refused) {
      // The association would be aborted, or is gone.
    }
  }

  private static PduReader reader(byte[] bytes) {
    return new PduReader(new ByteArrayInputStream(bytes), DATA_BYTES_MAX, ASSOCIATE_BYTES_MAX);
  }

  private static void roundTrip(Pdu pdu) throws IOException {
    byte[] written = PduEncoder.encode(pdu);
    try {
      Trial.equal(Optional.of(pdu), reader(written).read(), "the PDU");
    } catch (PduException | EOFException refused) {
      throw new AssertionError("what was written is refused", refused);
    }
  }
}
