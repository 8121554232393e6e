package vn.tia.records.studies;

/// How the registration of an instance ended.
public sealed interface Registered {

  /// It has its row now.
  record Added() implements Registered {}

  /// Its UID has a row already, in the same facility; these are the bytes of that row.
  record Known(StoredBytes first) implements Registered {}
}
