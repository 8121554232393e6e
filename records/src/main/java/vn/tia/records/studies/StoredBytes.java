package vn.tia.records.studies;

import vn.tia.dicom.data.Bytes;

/// Where the file of an instance lies, and what it is.
///
/// @param objectId its name in the object store
/// @param transferSyntaxUid how its data set is written
/// @param size of the whole file, in bytes
/// @param sha256 of the whole file, in lower-case hex
/// @param datasetOffset where the data set begins, behind the meta information
/// @param blockSums the CRC-32C of each 64 KiB of the file, so that a part of it can be checked;
///     empty for what was stored before there were any
public record StoredBytes(String objectId, String transferSyntaxUid, long size, String sha256,
    long datasetOffset, Bytes blockSums) {

  /// How many bytes the data set has.
  public long datasetSize() {
    return size - datasetOffset;
  }
}
