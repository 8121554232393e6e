package vn.tia.hl7.mllp;

import java.io.IOException;
import java.io.OutputStream;

/// Puts messages into their blocks: `VT message FS CR` (HL7 v2.5.1 appendix C).
public final class MllpWriter {

  private final OutputStream out;

  public MllpWriter(OutputStream out) {
    this.out = out;
  }

  /// Sends one message in one write, so that it leaves in as few packets as it can.
  ///
  /// @throws MllpException if the message holds a framing byte, which would cut it in two
  public void write(byte[] message) throws IOException {
    byte[] block = new byte[message.length + 3];
    block[0] = MllpReader.START;
    for (int i = 0; i < message.length; i++) {
      if (message[i] == MllpReader.START || message[i] == MllpReader.END) {
        throw new MllpException("a framing byte at offset " + i + " of the message to send");
      }
      block[i + 1] = message[i];
    }
    block[message.length + 1] = MllpReader.END;
    block[message.length + 2] = MllpReader.RETURN;
    out.write(block);
    out.flush();
  }
}
