package vn.tia.records.exports;

/// A file of an export.
///
/// @param number its place in the export, from 1
/// @param type the resource type in it
/// @param lines the resources in it
/// @param bytes how much of it is durable
public record ExportFile(int number, Kind kind, String type, long lines, long bytes) {

  /// What is in a file: resources, or Bundles that say which ones were deleted.
  public enum Kind { OUTPUT, DELETED }
}
