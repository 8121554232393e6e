package vn.tia.records.deliveries;

import vn.tia.dicom.data.Bytes;

/// A message for another system.
///
/// @param facilityId whose data it carries
/// @param destination the name of the receiver in the settings
/// @param kind which channel sends it, such as `HL7`
/// @param payload the message as it goes out
/// @param orderingKey messages to one destination with the same key arrive in the order in which
///     they were enqueued; others may overtake
/// @param dedupeKey enqueued again under the same key, a message is still sent once
/// @param remark what somebody may want to know of the message, without patient data
public record Delivery(
    int facilityId,
    String destination,
    String kind,
    Bytes payload,
    String orderingKey,
    String dedupeKey,
    String remark) {

  /// A message of which nothing is to be said.
  public Delivery(int facilityId, String destination, String kind, Bytes payload,
      String orderingKey, String dedupeKey) {
    this(facilityId, destination, kind, payload, orderingKey, dedupeKey, "");
  }
}
