package vn.tia.records.workitems;

import java.util.Optional;
import vn.tia.dicom.data.Dataset;

/// A step as the records hold it.
///
/// @param transaction the lock of whoever performs it
/// @param dataset its attributes as they stand, without the transaction UID
public record StoredWorkitem(long id, int facilityId, String uid, WorkitemState state,
    Optional<String> transaction, Dataset dataset) {

  /// Without the lock, which is nobody's to read.
  @Override
  public String toString() {
    return "StoredWorkitem[" + id + ", " + state + "]";
  }
}
