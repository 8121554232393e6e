package vn.tia.records.studies;

/// What a query lists: each level has all keys of the levels above it (a relational query).
public enum QueryLevel {
  STUDY, SERIES, INSTANCE
}
