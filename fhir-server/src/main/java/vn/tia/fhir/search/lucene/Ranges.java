package vn.tia.fhir.search.lucene;

import org.apache.lucene.document.LongRange;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import vn.tia.fhir.search.Clause.RangeMatch;

/// Asks how ranges of whole numbers, both ends included, stand to one of the query.
///
/// Within a scope a range has two dimensions, of which the first is the scope.
record Ranges(String field, long[] low, long[] high) {

  static Query query(String field, RangeMatch match, long low, long high) {
    return new Ranges(field, new long[] {low}, new long[] {high}).of(match);
  }

  static Query scoped(String field, String scope, RangeMatch match, long low, long high) {
    var hash = Fields.hash(scope);
    return new Ranges(Fields.scoped(field), new long[] {hash, low}, new long[] {hash, high})
        .of(match);
  }

  private Query of(RangeMatch match) {
    return switch (match) {
      case WITHIN -> LongRange.newWithinQuery(field, low, high);
      case OVERLAPS -> LongRange.newIntersectsQuery(field, low, high);
      case REACHES_AFTER -> isEndless() ? MatchNoDocsQuery.INSTANCE
          : LongRange.newIntersectsQuery(field, low(end() + 1), high(Long.MAX_VALUE));
      case REACHES_BEFORE -> isBeginless() ? MatchNoDocsQuery.INSTANCE
          : LongRange.newIntersectsQuery(field, low(Long.MIN_VALUE), high(begin() - 1));
      case STARTS_AFTER -> isEndless() ? MatchNoDocsQuery.INSTANCE
          : LongRange.newWithinQuery(field, low(end() + 1), high(Long.MAX_VALUE));
      case ENDS_BEFORE -> isBeginless() ? MatchNoDocsQuery.INSTANCE
          : LongRange.newWithinQuery(field, low(Long.MIN_VALUE), high(begin() - 1));
    };
  }

  private long begin() {
    return low[low.length - 1];
  }

  private long end() {
    return high[high.length - 1];
  }

  private boolean isEndless() {
    return end() == Long.MAX_VALUE;
  }

  private boolean isBeginless() {
    return begin() == Long.MIN_VALUE;
  }

  private long[] low(long value) {
    return with(low, value);
  }

  private long[] high(long value) {
    return with(high, value);
  }

  private static long[] with(long[] dimensions, long last) {
    var copy = dimensions.clone();
    copy[copy.length - 1] = last;
    return copy;
  }
}
