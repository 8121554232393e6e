package vn.tia.dicom.net;

import java.util.List;

/// How a C-MOVE or C-GET ended.
///
/// @param counts what the peer says of the sub-operations, 0 where it says nothing
/// @param failedUids the instances that failed, as far as the peer names them
public record RetrieveResult(Status status, SubOperationCounts counts, List<String> failedUids) {

  public RetrieveResult {
    failedUids = List.copyOf(failedUids);
  }
}
