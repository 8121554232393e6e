package vn.tia.fhir.search;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One question to the index.
///
/// @param types of the resources that may be found
/// @param facilityIds whose resources may be found; an empty set finds none
/// @param links reference parameters whose targets each hit shall tell, for `_include`
public record SearchQuery(
    Set<String> types, Set<Integer> facilityIds, Clause clause, Page page,
    List<String> links) {

  public SearchQuery {
    types = Set.copyOf(types);
    facilityIds = Set.copyOf(facilityIds);
    links = List.copyOf(links);
  }

  public SearchQuery(
      String type, Set<Integer> facilityIds, Clause clause, Page page, List<String> links) {
    this(Set.of(type), facilityIds, clause, page, links);
  }

  /// Which part of the result is wanted. `Type/id` is always the last, silent, sort key.
  public record Page(List<Sort> sort, int size, Optional<PageKey> after, Total total) {
    public Page {
      sort = List.copyOf(sort);
      if (size < 0) {
        throw new IllegalArgumentException("a page holds 0 or more hits, not " + size);
      }
    }

    /// The first page of so many, the latest change first, uncounted.
    public static Page first(int size) {
      return new Page(List.of(Sort.NEWEST), size, Optional.empty(), Total.WHEN_FREE);
    }
  }

  /// Whether all hits are counted.
  public enum Total {
    /// Only where the page itself holds all of them.
    WHEN_FREE,
    /// Always.
    COUNTED
  }
}
