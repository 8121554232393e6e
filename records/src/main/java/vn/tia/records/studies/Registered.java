package vn.tia.records.studies;

import java.util.Optional;

/// How the registration of an instance ended.
public sealed interface Registered {

  /// It has its row now.
  ///
  /// @param doubt what of it contradicts what was here before, in words without its values
  record Added(Optional<String> doubt) implements Registered {}

  /// Its UID has a row already, in the same facility; these are the bytes of that row.
  record Known(StoredBytes first) implements Registered {}
}
