package vn.tia.dicom.xml;

/// A value that lies elsewhere: the `BulkData` of PS3.19 table A.1.5-2.
public sealed interface BulkData {
  /// Where it can be fetched.
  record Uri(String uri) implements BulkData {}

  /// What the hosting system calls it.
  record Uuid(String uuid) implements BulkData {}
}
