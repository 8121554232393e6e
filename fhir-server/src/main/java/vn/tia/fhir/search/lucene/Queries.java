package vn.tia.fhir.search.lucene;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import vn.tia.fhir.search.Clause;
import vn.tia.fhir.search.IndexValue;
import vn.tia.fhir.search.Scope;
import vn.tia.fhir.search.SearchQuery;
import vn.tia.fhir.search.TextForms;

/// Says a search query in Lucene's words.
final class Queries {
  private Queries() {}

  static {
    // Lucene's bound is for all clauses of a query together; ours are bounded one by one, where
    // a request is read: 500 values of some words each.
    IndexSearcher.setMaxClauseCount(16_384);
  }

  /// What matches: the type, the facilities and the clause; scored by exact accents alone.
  static Query of(SearchQuery query) {
    // The clause first: where a segment has nothing for it, the others aren't looked up there.
    var all = new BooleanQuery.Builder()
        .add(of(query.clause()), Occur.FILTER)
        .add(anyOf(Fields.TYPE, query.types().stream()), Occur.FILTER)
        .add(anyOf(Fields.FACILITY, query.facilityIds().stream().map(String::valueOf)),
            Occur.FILTER);
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
      case Clause.OfTypes(var types) -> anyOf(Fields.TYPE, types.stream());
      case Clause.Ids(var ids) -> anyOf(Fields.ID, ids.stream());
      case Clause.Code(var param, var patterns) ->
          anyOf(Fields.code(param), patterns.stream().map(Scope::of));
      case Clause.LinkIdentifier(var param, var pattern) ->
          term(Fields.identifier(param), Scope.of(pattern));
      case Clause.Text text -> text(text);
      case Clause.Period period -> Ranges.query(Fields.period(period.param()), period.match(),
          Documents.millis(period.from()), Documents.lastMilli(period.from(), period.to()));
      case Clause.Amount amount -> Ranges.query(Fields.amount(amount.param()), amount.match(),
          Documents.sortable(amount.low()), Documents.sortable(amount.high()));
      case Clause.Links(var param, var targets) ->
          anyOf(Fields.link(param), targets.stream().map(IndexValue.Link::path));
      case Clause.LinkId(var param, var id) -> term(Fields.linkId(param), id);
      case Clause.Uri(var param, var uri) -> term(Fields.uri(param), TextForms.exact(uri));
      case Clause.UriBelow(var param, var prefix) ->
          new PrefixQuery(new Term(Fields.uri(param), TextForms.exact(prefix)));
      case Clause.Missing(var param) -> not(term(Fields.PRESENT, param));
      case Clause.Scoped(var scope, var inner) -> scoped(scope, inner);
    };
  }

  private static Query scoped(String scope, Clause clause) {
    return switch (clause) {
      case Clause.Code(var param, var patterns) ->
          scopedTerms(Fields.code(param), scope, patterns.stream().map(Scope::of));
      case Clause.Text(var param, _, var text) -> new PrefixQuery(new Term(
          Fields.scoped(Fields.whole(param)),
          Fields.scoped(scope, TextForms.folded(text))));
      case Clause.Links(var param, var targets) -> scopedTerms(
          Fields.link(param), scope, targets.stream().map(IndexValue.Link::path));
      case Clause.LinkId(var param, var id) ->
          scopedTerms(Fields.linkId(param), scope, Stream.of(id));
      case Clause.Uri(var param, var uri) ->
          scopedTerms(Fields.uri(param), scope, Stream.of(TextForms.exact(uri)));
      case Clause.Period period -> Ranges.scoped(Fields.period(period.param()), scope,
          period.match(), Documents.millis(period.from()),
          Documents.lastMilli(period.from(), period.to()));
      case Clause.Amount amount -> Ranges.scoped(Fields.amount(amount.param()), scope,
          amount.match(), Documents.sortable(amount.low()), Documents.sortable(amount.high()));
      case Clause.Everything _, Clause.And _, Clause.Or _, Clause.Not _, Clause.Ids _,
          Clause.OfTypes _, Clause.LinkIdentifier _, Clause.UriBelow _, Clause.Missing _,
          Clause.Scoped _ ->
          throw new IllegalArgumentException("no clause for a scope");
    };
  }

  private static Query scopedTerms(String field, String scope, Stream<String> terms) {
    return anyOf(Fields.scoped(field), terms.map(term -> Fields.scoped(scope, term)));
  }

  private static Query text(Clause.Text clause) {
    var folded = TextForms.folded(clause.text());
    var whole = Fields.whole(clause.param());
    return switch (clause.match()) {
      case EXACT -> term(Fields.exact(clause.param()), TextForms.exact(clause.text()));
      case CONTAINS -> Grams.query(Fields.grams(clause.param()), folded);
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

  private static Stream<Query> accents(Clause clause) {
    return switch (clause) {
      case Clause.And(var clauses) -> clauses.stream().flatMap(Queries::accents);
      case Clause.Or(var clauses) -> clauses.stream().flatMap(Queries::accents);
      case Clause.Text(var param, var match, var text)
          when match == Clause.TextMatch.START ->
          Stream.of(words(Fields.accented(param), TextForms.accentedWords(text)));
      case Clause.Text _, Clause.Everything _, Clause.Not _, Clause.Ids _, Clause.OfTypes _,
          Clause.Code _, Clause.LinkIdentifier _, Clause.Period _, Clause.Amount _, Clause.Links _,
          Clause.LinkId _, Clause.Uri _, Clause.UriBelow _, Clause.Missing _,
          Clause.Scoped _ -> Stream.empty();
    };
  }

  private static Query term(String field, String term) {
    return new TermQuery(new Term(field, term));
  }

  private static Query anyOf(String field, Stream<String> terms) {
    var all = terms.map(BytesRef::new).toList();
    return all.size() == 1
        ? new TermQuery(new Term(field, all.getFirst()))
        : new TermInSetQuery(field, all);
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
