package vn.tia.fhir.search.lucene;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.document.DoubleField;
import org.apache.lucene.document.LongField;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.SortedNumericSelector;
import org.apache.lucene.search.SortedSetSelector;
import org.apache.lucene.search.SortedSetSortField;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;
import vn.tia.fhir.search.PageKey;
import vn.tia.fhir.search.Sort;
import vn.tia.fhir.search.Sort.Direction;

/// Says an order in Lucene's words, and a position in that order in ours.
final class Sorts {
  private Sorts() {}

  /// The order, with `Type/id` as its last key, which makes every position unique.
  static org.apache.lucene.search.Sort of(List<Sort> sorts) {
    var fields = new ArrayList<SortField>();
    sorts.forEach(sort -> fields.add(of(sort)));
    fields.add(new SortField(Fields.KEY, SortField.Type.STRING));
    return new org.apache.lucene.search.Sort(fields.toArray(SortField[]::new));
  }

  private static SortField of(Sort sort) {
    var descends = sort.direction() == Direction.DESCENDING;
    return switch (sort.kind()) {
      case RANK -> new SortField(null, SortField.Type.SCORE, !descends);
      case TEXT -> text(Fields.textKey(sort.param()), descends);
      case INSTANT -> LongField.newSortField(Fields.instantKey(sort.param()), descends,
          numbers(descends), descends ? Long.MIN_VALUE : Long.MAX_VALUE);
      case AMOUNT -> DoubleField.newSortField(Fields.amountKey(sort.param()), descends,
          numbers(descends),
          descends ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
    };
  }

  private static SortField text(String field, boolean descends) {
    // Lucene turns the place of missing texts round with the direction, so it is turned back.
    return new SortedSetSortField(field, descends,
        descends ? SortedSetSelector.Type.MAX : SortedSetSelector.Type.MIN,
        descends ? SortField.STRING_FIRST : SortField.STRING_LAST);
  }

  private static SortedNumericSelector.Type numbers(boolean descends) {
    return descends ? SortedNumericSelector.Type.MAX : SortedNumericSelector.Type.MIN;
  }

  /// The position of a hit.
  static PageKey key(FieldDoc hit) {
    var values = new ArrayList<Optional<String>>();
    for (var value : hit.fields) {
      values.add(Optional.ofNullable(value).map(Sorts::print));
    }
    return new PageKey(values);
  }

  private static String print(Object value) {
    return value instanceof BytesRef text ? text.utf8ToString() : value.toString();
  }

  /// The hit that stands at a position, as far as Lucene must know it to go on after it.
  ///
  /// @throws IllegalArgumentException if the position belongs to another order
  static FieldDoc hit(PageKey key, List<Sort> sorts, int lastDocument) {
    if (key.values().size() != sorts.size() + 1) {
      throw new IllegalArgumentException("the position has %d values, the order %d"
          .formatted(key.values().size(), sorts.size() + 1));
    }
    var fields = new @Nullable Object[key.values().size()];
    for (int i = 0; i < fields.length; i++) {
      var kind = i < sorts.size() ? sorts.get(i).kind() : Sort.Kind.TEXT;
      fields[i] = key.values().get(i).map(value -> parse(kind, value)).orElse(null);
    }
    return new FieldDoc(lastDocument, Float.NaN, fields);
  }

  private static Object parse(Sort.Kind kind, String value) {
    return switch (kind) {
      case RANK -> Float.valueOf(value);
      case TEXT -> new BytesRef(value);
      case INSTANT -> Long.valueOf(value);
      case AMOUNT -> Double.valueOf(value);
    };
  }
}
