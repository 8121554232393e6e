package vn.tia.records.studies;

import java.time.Instant;

/// An instance as the records hold it.
///
/// @param id our row id; it never changes and never comes twice
public record StoredInstance(
    long id,
    int facilityId,
    InstanceUids uids,
    String sopClassUid,
    StoredBytes bytes,
    Instant received) {

  /// The UIDs that lead to an instance.
  public record InstanceUids(String study, String series, String instance) {}
}
