package vn.tia.fhir.search.lucene;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.apache.lucene.document.LongRange;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TermRangeQuery;
import org.apache.lucene.search.WildcardQuery;
import org.apache.lucene.util.BytesRef;
import vn.tia.fhir.search.Clause;
import vn.tia.fhir.search.IndexValue;
import vn.tia.fhir.search.SearchQuery;
import vn.tia.fhir.search.TextForms;

/// Says a search query in Lucene's words.
final class Queries {
  private Queries() {}

  /// What matches: the type, the facilities and the clause; scored by exact accents alone.
  static Query of(SearchQuery query) {
    var all = new BooleanQuery.Builder()
        .add(term(Fields.TYPE, query.type()), Occur.FILTER)
        .add(anyOf(Fields.FACILITY, query.facilityIds().stream().map(String::valueOf)),
            Occur.FILTER)
        .add(of(query.clause()), Occur.FILTER);
    accents(query.clause()).forEach(accent ->
        all.add(new ConstantScoreQuery(accent), Occur.SHOULD));
    return all.build();
  }

  private static Query of(Clause clause) {
    return switch (clause) {
      case Clause.Everything _ -> MatchAllDocsQuery.INSTANCE;
      case Clause.And(var clauses) -> every(clauses.stream().map(Queries::of).toList());
      case Clause.Or(var clauses) -> some(clauses.stream().map(Queries::of).toList());
      case Clause.Not(var other) -> not(of(other));
      case Clause.Ids(var ids) -> anyOf(Fields.ID, ids.stream());
      case Clause.Code(var param, var pattern) ->
          term(Fields.code(param), Fields.term(pattern));
      case Clause.LinkIdentifier(var param, var pattern) ->
          term(Fields.identifier(param), Fields.term(pattern));
      case Clause.Text text -> text(text);
      case Clause.Period period -> period(period);
      case Clause.Amount amount -> amount(amount);
      case Clause.Links(var param, var targets) ->
          anyOf(Fields.link(param), targets.stream().map(IndexValue.Link::path));
      case Clause.LinkId(var param, var id) -> term(Fields.linkId(param), id);
      case Clause.Uri(var param, var uri) -> term(Fields.uri(param), TextForms.exact(uri));
      case Clause.Missing(var param) -> not(term(Fields.PRESENT, param));
    };
  }

  private static Query text(Clause.Text clause) {
    var folded = TextForms.folded(clause.text());
    var whole = Fields.whole(clause.param());
    return switch (clause.match()) {
      case EXACT -> term(Fields.exact(clause.param()), TextForms.exact(clause.text()));
      case CONTAINS -> new WildcardQuery(
          new Term(whole, "*" + folded.replaceAll("([*?\\\\])", "\\\\$1") + "*"));
      case START -> some(List.of(
          new PrefixQuery(new Term(whole, folded)),
          words(Fields.word(clause.param()), TextForms.words(clause.text()))));
    };
  }

  private static Query words(String field, List<String> words) {
    return words.isEmpty()
        ? MatchNoDocsQuery.INSTANCE
        : every(words.stream()
            .map(word -> (Query) new PrefixQuery(new Term(field, word)))
            .toList());
  }

  private static Query period(Clause.Period clause) {
    var field = Fields.period(clause.param());
    var from = Documents.millis(clause.from());
    var to = Documents.lastMilli(clause.from(), clause.to());
    return switch (clause.match()) {
      case WITHIN -> LongRange.newWithinQuery(field, at(from), at(to));
      case OVERLAPS -> LongRange.newIntersectsQuery(field, at(from), at(to));
      case REACHES_AFTER -> to == Long.MAX_VALUE
          ? MatchNoDocsQuery.INSTANCE
          : LongRange.newIntersectsQuery(field, at(to + 1), at(Long.MAX_VALUE));
      case REACHES_BEFORE -> from == Long.MIN_VALUE
          ? MatchNoDocsQuery.INSTANCE
          : LongRange.newIntersectsQuery(field, at(Long.MIN_VALUE), at(from - 1));
      case STARTS_AFTER -> to == Long.MAX_VALUE
          ? MatchNoDocsQuery.INSTANCE
          : LongRange.newWithinQuery(field, at(to + 1), at(Long.MAX_VALUE));
      case ENDS_BEFORE -> from == Long.MIN_VALUE
          ? MatchNoDocsQuery.INSTANCE
          : LongRange.newWithinQuery(field, at(Long.MIN_VALUE), at(from - 1));
    };
  }

  private static long[] at(long milli) {
    return new long[] {milli};
  }

  private static Query amount(Clause.Amount clause) {
    var unit = clause.unit().map(Fields::term).orElse("");
    return new TermRangeQuery(Fields.amount(clause.param()),
        Fields.amountTerm(unit, clause.low()), Fields.amountTerm(unit, clause.high()),
        true, true);
  }

  private static Stream<Query> accents(Clause clause) {
    return switch (clause) {
      case Clause.And(var clauses) -> clauses.stream().flatMap(Queries::accents);
      case Clause.Or(var clauses) -> clauses.stream().flatMap(Queries::accents);
      case Clause.Text(var param, var match, var text)
          when match == Clause.TextMatch.START ->
          Stream.of(words(Fields.accented(param), TextForms.accentedWords(text)));
      case Clause.Text _, Clause.Everything _, Clause.Not _, Clause.Ids _, Clause.Code _,
          Clause.LinkIdentifier _, Clause.Period _, Clause.Amount _, Clause.Links _,
          Clause.LinkId _, Clause.Uri _, Clause.Missing _ -> Stream.empty();
    };
  }

  private static Query term(String field, String term) {
    return new TermQuery(new Term(field, term));
  }

  private static Query anyOf(String field, Stream<String> terms) {
    return new TermInSetQuery(field, terms.map(BytesRef::new).toList());
  }

  private static Query every(Collection<Query> queries) {
    if (queries.isEmpty()) {
      return MatchAllDocsQuery.INSTANCE;
    }
    var all = new BooleanQuery.Builder();
    queries.forEach(query -> all.add(query, Occur.FILTER));
    return all.build();
  }

  private static Query some(Collection<Query> queries) {
    var any = new BooleanQuery.Builder();
    queries.forEach(query -> any.add(query, Occur.SHOULD));
    return any.build();
  }

  private static Query not(Query query) {
    return new BooleanQuery.Builder()
        .add(MatchAllDocsQuery.INSTANCE, Occur.FILTER)
        .add(query, Occur.MUST_NOT)
        .build();
  }
}
