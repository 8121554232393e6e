package vn.tia.records.messages;

import vn.tia.dicom.data.Bytes;

/// How a message was answered.
///
/// @param outcome AA, AE or AR (HL7 table 0008)
/// @param fault what was wrong (HL7 table 0357), 0 where nothing was
/// @param reason for operators, without patient data
/// @param answer the bytes of the acknowledgement
public record Verdict(String outcome, int fault, String reason, Bytes answer) {

  /// Whether the message had its effect.
  public boolean isAccepted() {
    return outcome.equals("AA");
  }
}
