package vn.tia.fhir.search.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedNumericDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.util.BytesRef;
import vn.tia.fhir.search.Sort;
import vn.tia.fhir.search.Sort.Direction;
import vn.tia.fhir.search.Sort.Kind;

/// Finds the hits of a query that has few, and sorts them here by instants and their keys: the
/// studies of a patient, what has a number.
///
/// Lucene's own sorting makes itself ready in each segment, whether that has a hit or none, and was
/// a third of such a search (measured).
///
/// @param sorts by instants only
record FewHits(IndexSearcher searcher, List<Sort> sorts) {
  /// More than this are left to Lucene, which needn't read them all.
  private static final int HITS_MAX = 256;

  private record Places(LeafReaderContext leaf, List<Integer> local) {}

  /// Whether an order is one that is known here.
  static boolean sortBy(List<Sort> sorts) {
    return sorts.stream().allMatch(sort -> sort.kind() == Kind.INSTANT);
  }

  /// All hits in order, as Lucene would tell them; empty where there are too many.
  Optional<List<FieldDoc>> of(Query query) throws IOException {
    var found = places(query);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    var hits = new ArrayList<FieldDoc>();
    for (var places : found.get()) {
      read(places, hits);
    }
    hits.sort(order());
    return Optional.of(hits);
  }

  private Optional<List<Places>> places(Query query) throws IOException {
    var weight = searcher.createWeight(searcher.rewrite(query), ScoreMode.COMPLETE_NO_SCORES, 1);
    var found = new ArrayList<Places>();
    var cost = 0L;
    for (var leaf : searcher.getIndexReader().leaves()) {
      var supplier = weight.scorerSupplier(leaf);
      if (supplier == null) {
        continue;
      }
      // Its rarest condition bounds what is found.
      cost += supplier.cost();
      if (cost > HITS_MAX) {
        return Optional.empty();
      }
      var live = leaf.reader().getLiveDocs();
      var local = new ArrayList<Integer>();
      var each = supplier.get(Long.MAX_VALUE).iterator();
      for (int at = each.nextDoc(); at != DocIdSetIterator.NO_MORE_DOCS; at = each.nextDoc()) {
        if (live == null || live.get(at)) {
          local.add(at);
        }
      }
      if (!local.isEmpty()) {
        found.add(new Places(leaf, local));
      }
    }
    return Optional.of(found);
  }

  /// Reads what the hits of a segment are sorted by, in the order of the segment.
  private void read(Places places, List<FieldDoc> hits) throws IOException {
    var reader = places.leaf().reader();
    var keys = DocValues.getSorted(reader, Fields.KEY);
    var instants = new ArrayList<SortedNumericDocValues>();
    for (var sort : sorts) {
      instants.add(DocValues.getSortedNumeric(reader, Fields.instantKey(sort.param())));
    }
    for (var local : places.local()) {
      var fields = new Object[sorts.size() + 1];
      for (int i = 0; i < sorts.size(); i++) {
        fields[i] = instant(sorts.get(i), instants.get(i), local);
      }
      if (!keys.advanceExact(local)) {
        throw new IOException("document %d has no key".formatted(local));
      }
      fields[sorts.size()] = BytesRef.deepCopyOf(keys.lookupOrd(keys.ordValue()));
      hits.add(new FieldDoc(places.leaf().docBase + local, Float.NaN, fields));
    }
  }

  /// The end of its values that counts in the direction; beyond all others where it has none.
  private static long instant(Sort sort, SortedNumericDocValues values, int local)
      throws IOException {
    var descends = sort.direction() == Direction.DESCENDING;
    if (!values.advanceExact(local)) {
      return descends ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
    var value = values.nextValue();
    for (int i = 1; descends && i < values.docValueCount(); i++) {
      value = values.nextValue();
    }
    return value;
  }

  /// The order of two hits, their keys last.
  Comparator<FieldDoc> order() {
    return (one, other) -> {
      for (int i = 0; i < sorts.size(); i++) {
        var order = Long.compare((Long) one.fields[i], (Long) other.fields[i]);
        if (order != 0) {
          return sorts.get(i).direction() == Direction.DESCENDING ? -order : order;
        }
      }
      return ((BytesRef) one.fields[sorts.size()]).compareTo(
          (BytesRef) other.fields[sorts.size()]);
    };
  }
}
