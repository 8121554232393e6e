package vn.tia.records.studies;

/// Where the file of an instance lies, and what it is.
///
/// @param objectId its name in the object store
/// @param transferSyntaxUid how its data set is written
/// @param size of the whole file, in bytes
/// @param sha256 of the whole file, in lower-case hex
/// @param datasetOffset where the data set begins, behind the meta information
public record StoredBytes(
    String objectId, String transferSyntaxUid, long size, String sha256, long datasetOffset) {

  /// How many bytes the data set has.
  public long datasetSize() {
    return size - datasetOffset;
  }
}
