package vn.tia.dicom.net.pdu;

import vn.tia.dicom.data.Bytes;

/// A presentation data value: one fragment of a command or of a data set (PS3.8 section 9.3.5.1).
public record DataValue(int contextId, Fragment kind, Bytes data) {

  /// What a fragment belongs to and whether it ends it: the message control header of PS3.8
  /// annex E.2. The order of the constants is that of the header's two bits.
  public enum Fragment {
    DATA,
    COMMAND,
    LAST_DATA,
    LAST_COMMAND;

    private static final Fragment[] BY_HEADER = values();

    static Fragment of(int header) {
      return BY_HEADER[header & 3];
    }

    public boolean isCommand() {
      return (ordinal() & 1) != 0;
    }

    public boolean isLast() {
      return (ordinal() & 2) != 0;
    }
  }
}
