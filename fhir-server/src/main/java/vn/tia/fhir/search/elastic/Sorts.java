package vn.tia.fhir.search.elastic;

import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.SortMode;
import co.elastic.clients.elasticsearch._types.SortOptions;
import co.elastic.clients.elasticsearch._types.SortOrder;
import co.elastic.clients.elasticsearch._types.mapping.FieldType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vn.tia.fhir.search.Sort;
import vn.tia.fhir.search.Sort.Direction;

/// Says an order in Elasticsearch's words, and a position in that order in ours.
final class Sorts {
  private Sorts() {}

  /// The order, with `Type/id` as its last key, which makes every position unique.
  static List<SortOptions> of(List<Sort> sorts) {
    var options = new ArrayList<SortOptions>();
    sorts.forEach(sort -> options.add(of(sort)));
    options.add(SortOptions.of(o -> o.field(f -> f.field(Fields.KEY).order(SortOrder.Asc))));
    return options;
  }

  private static SortOptions of(Sort sort) {
    return switch (sort.kind()) {
      case RANK -> SortOptions.of(o -> o.score(s -> s.order(order(sort))));
      case TEXT -> by(sort, Fields.TEXT, FieldType.Keyword);
      case INSTANT -> by(sort, Fields.INSTANT, FieldType.Long);
      case AMOUNT -> by(sort, Fields.AMOUNT, FieldType.Double);
    };
  }

  private static SortOptions by(Sort sort, String group, FieldType type) {
    var mode = sort.direction() == Direction.DESCENDING ? SortMode.Max : SortMode.Min;
    return SortOptions.of(o -> o.field(f -> f.field(Fields.of(group, sort.param()))
        .order(order(sort)).mode(mode).missing("_last").unmappedType(type)));
  }

  private static SortOrder order(Sort sort) {
    return sort.direction() == Direction.DESCENDING ? SortOrder.Desc : SortOrder.Asc;
  }

  /// What a position says for the sort keys of a hit.
  static List<Optional<String>> print(List<FieldValue> keys) {
    return keys.stream().map(key ->
        key.isNull() ? Optional.<String>empty() : Optional.of(key._toJsonString())).toList();
  }

  /// The sort keys that Elasticsearch goes on behind.
  ///
  /// @throws IllegalArgumentException if the position belongs to another order
  static List<FieldValue> parse(List<Optional<String>> values, List<Sort> sorts) {
    if (values.size() != sorts.size() + 1) {
      throw new IllegalArgumentException("the position has %d values, the order %d"
          .formatted(values.size(), sorts.size() + 1));
    }
    var keys = new ArrayList<FieldValue>();
    for (int i = 0; i < values.size(); i++) {
      var kind = i < sorts.size() ? sorts.get(i).kind() : Sort.Kind.TEXT;
      keys.add(values.get(i).map(value -> parse(kind, value)).orElse(FieldValue.NULL));
    }
    return keys;
  }

  // An amount may be infinite, where the resource has none, which is a word in JSON.
  private static FieldValue parse(Sort.Kind kind, String value) {
    return switch (kind) {
      case RANK -> FieldValue.of(Double.parseDouble(value));
      case INSTANT -> FieldValue.of(Long.parseLong(value));
      case TEXT, AMOUNT -> FieldValue.of(value);
    };
  }
}
