package vn.tia.dicom.net;

import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.fuzz.Trial;
import vn.tia.dicom.net.pdu.PduException;

/// Fuzz target: any bytes as a DIMSE command set.
///
/// They are refused with a [PduException], or make a command that is written and read again without
/// a change.
public final class CommandTarget {
  private CommandTarget() {}

  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    Trial.run(() -> read(Bytes.wrap(input)));
  }

  private static void read(Bytes input) {
    Command command;
    try {
      command = CommandCodec.read(input);
    } catch (PduException refused) {
      return;
    }
    Bytes written = Bytes.wrap(CommandCodec.write(command));
    try {
      Command again = CommandCodec.read(written);
      Trial.equal(command.elements(), again.elements(), "the command");
      Trial.equal(written, Bytes.wrap(CommandCodec.write(again)), "the command set");
    } catch (PduException refused) {
      throw new AssertionError("what was written is refused", refused);
    }
  }
}
