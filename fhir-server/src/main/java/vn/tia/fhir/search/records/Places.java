package vn.tia.fhir.search.records;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import vn.tia.fhir.search.IndexDocument;
import vn.tia.fhir.search.PageKey;
import vn.tia.fhir.search.Sort;
import vn.tia.fhir.search.Sort.Direction;
import vn.tia.fhir.search.Sort.Kind;

/// Where resources stand in an order, written as the keys of pages are by every index: a page that
/// follows one of the records may be answered by an index, and the other way round.
///
/// @param sorts by times of change and ids only
record Places(List<Sort> sorts) {

  /// Whether this order can be told from what the records know without an index.
  static boolean know(List<Sort> sorts) {
    return sorts.stream().allMatch(sort -> sort.kind() == Kind.INSTANT
            && sort.param().equals("_lastUpdated")
        || sort.kind() == Kind.TEXT && sort.param().equals("_id"));
  }

  /// The key of a page that ends with this resource.
  PageKey of(IndexDocument document) {
    var values = new ArrayList<Optional<String>>();
    for (var sort : sorts) {
      values.add(Optional.of(sort.kind() == Kind.INSTANT
          ? Long.toString(document.lastUpdated().toEpochMilli()) : document.id()));
    }
    values.add(Optional.of(document.type() + "/" + document.id()));
    return new PageKey(values);
  }

  /// The order of places, `Type/id` as the last key of all.
  Comparator<PageKey> order() {
    Comparator<PageKey> order = (one, other) -> 0;
    for (int i = 0; i <= sorts.size(); i++) {
      var place = i;
      Comparator<PageKey> next = i < sorts.size() && sorts.get(i).kind() == Kind.INSTANT
          ? Comparator.comparingLong(key -> Long.parseLong(value(key, place)))
          : Comparator.comparing(key -> value(key, place));
      var descends = i < sorts.size() && sorts.get(i).direction() == Direction.DESCENDING;
      order = order.thenComparing(descends ? next.reversed() : next);
    }
    return order;
  }

  // A key of an index may have more behind, which says where that index goes on.
  private static String value(PageKey key, int place) {
    return key.values().get(place).orElse("");
  }
}
