package vn.tia.hl7.send;

import vn.tia.hl7.mllp.MllpClientSettings;

/// A system that gets the reports of one facility.
///
/// @param name under which its messages are queued; unique
/// @param facilityCode whose reports it gets
/// @param application its name in MSH-5
/// @param facility its name in MSH-6
/// @param client where it listens
/// @param onError what an AE means
public record ReportDestination(
    String name, String facilityCode, String application, String facility,
    MllpClientSettings client, OnError onError) {

  /// What becomes of a message that the receiver answered with AE.
  public enum OnError {
    /// It is laid aside for somebody to look at, and the next one is sent.
    LAY_ASIDE,
    /// It is sent again: for a receiver that answers AE while it is busy.
    SEND_AGAIN
  }
}
