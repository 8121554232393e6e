package vn.tia.fhir.search.elastic;

import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch._types.query_dsl.RangeRelation;
import vn.tia.fhir.search.Clause;
import vn.tia.fhir.search.Clause.RangeMatch;

/// Asks how ranges of whole numbers of one space, both ends included, stand to one of the query.
record Ranges(long space, long low, long high) {

  static Query of(Clause.Period clause, long space) {
    return new Ranges(space, Numbers.millis(clause.from()),
        Numbers.lastMilli(clause.from(), clause.to())).of(clause.match());
  }

  static Query of(Clause.Amount clause, long space) {
    return new Ranges(space, Numbers.sortable(clause.low()), Numbers.sortable(clause.high()))
        .of(clause.match());
  }

  private Query of(RangeMatch match) {
    return switch (match) {
      case WITHIN -> query(RangeRelation.Within, low, high);
      case OVERLAPS -> query(RangeRelation.Intersects, low, high);
      case REACHES_AFTER -> after(RangeRelation.Intersects);
      case REACHES_BEFORE -> before(RangeRelation.Intersects);
      case STARTS_AFTER -> after(RangeRelation.Within);
      case ENDS_BEFORE -> before(RangeRelation.Within);
    };
  }

  private Query after(RangeRelation relation) {
    return high == Long.MAX_VALUE
        ? Queries.nothing()
        : query(relation, high + 1, Long.MAX_VALUE);
  }

  private Query before(RangeRelation relation) {
    return low == Long.MIN_VALUE
        ? Queries.nothing()
        : query(relation, Long.MIN_VALUE, low - 1);
  }

  private Query query(RangeRelation relation, long from, long to) {
    return Query.of(q -> q.range(r -> r.term(t -> t.field(Fields.RANGES).relation(relation)
        .gte(Numbers.address(space, from)).lte(Numbers.address(space, to)))));
  }
}
