package vn.tia.fhir.search;

import java.util.List;
import java.util.Optional;

/// Where a page ended: the sort values of its last hit, its `Type/id` as the last of them.
///
/// The next page holds what sorts after it, so pages stay right while the index changes.
public record PageKey(List<Optional<String>> values) {

  public PageKey {
    values = List.copyOf(values);
  }
}
