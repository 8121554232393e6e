package vn.tia.records.merges;

/// Something that followed a merged patient.
///
/// @param key the row id of an order, a study or a workitem, or the key of a resource
record Follower(Kind kind, String key) {
  enum Kind { ORDER, STUDY, RESOURCE, WORKITEM }
}
