package vn.tia.records.resources;

/// How a write that names a version ended.
public sealed interface PutOutcome {
  /// Written, or already there with this very content.
  record Stored(StoredResource resource) implements PutOutcome {}

  /// Not written: the current version is another one (HTTP 412).
  record Stale(long currentVersion) implements PutOutcome {}

  /// Not written: the facility has no such resource.
  record Absent() implements PutOutcome {}
}
