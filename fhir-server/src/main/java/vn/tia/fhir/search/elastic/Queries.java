package vn.tia.fhir.search.elastic;

import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.query_dsl.BoolQuery;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import vn.tia.fhir.search.Clause;
import vn.tia.fhir.search.IndexValue;
import vn.tia.fhir.search.Scope;
import vn.tia.fhir.search.SearchQuery;
import vn.tia.fhir.search.TextForms;
import vn.tia.fhir.search.elastic.Terms.Form;

/// Says a search query in Elasticsearch's words.
final class Queries {
  /// Terms in one `terms` query; more become several (`index.max_terms_count` is 65,536).
  private static final int TERMS_MAX = 50_000;

  private Queries() {}

  /// What matches: the types, the facilities and the clause; scored by exact accents alone.
  static Query of(SearchQuery query) {
    var all = new BoolQuery.Builder()
        .filter(anyOf(Fields.TYPE, query.types().stream()))
        .filter(anyOf(Fields.FACILITY, query.facilityIds().stream().map(String::valueOf)))
        .filter(of(query.clause()));
    accents(query.clause()).forEach(accent ->
        all.should(Query.of(q -> q.constantScore(c -> c.filter(accent)))));
    // With filters beside them none of these has to hold.
    return all.minimumShouldMatch("0").build()._toQuery();
  }

  private static Query of(Clause clause) {
    return switch (clause) {
      case Clause.Everything _ -> everything();
      case Clause.And(var clauses) -> every(clauses.stream().map(Queries::of).toList());
      case Clause.Or(var clauses) -> some(clauses.stream().map(Queries::of).toList());
      case Clause.Not(var other) -> not(of(other));
      case Clause.OfTypes(var types) -> anyOf(Fields.TYPE, types.stream());
      case Clause.Ids(var ids) -> anyTerm(ids.stream().map(id -> Terms.of(Form.ID, "", id)));
      case Clause.Code(var param, var patterns) -> anyTerm(patterns.stream()
          .map(pattern -> Terms.of(Form.CODE, param, Scope.of(pattern))));
      case Clause.LinkIdentifier(var param, var pattern) ->
          term(Terms.of(Form.IDENTIFIER, param, Scope.of(pattern)));
      case Clause.Text text -> text(text);
      case Clause.Period period -> Ranges.of(period, Terms.space(Form.PERIOD, period.param()));
      case Clause.Amount amount -> Ranges.of(amount, Terms.space(Form.AMOUNT, amount.param()));
      case Clause.Links(var param, var targets) -> anyTerm(targets.stream()
          .map(IndexValue.Link::path).map(path -> Terms.of(Form.LINK, param, path)));
      case Clause.LinkId(var param, var id) -> term(Terms.of(Form.LINK_ID, param, id));
      case Clause.Uri(var param, var uri) ->
          term(Terms.of(Form.URI, param, TextForms.exact(uri)));
      case Clause.UriBelow(var param, var prefix) ->
          prefix(Fields.TERMS, Terms.of(Form.URI, param, TextForms.exact(prefix)));
      case Clause.Missing(var param) -> not(term(Terms.of(Form.PRESENT, param, "")));
      case Clause.Scoped(var scope, var inner) -> scoped(scope, inner);
    };
  }

  private static Query scoped(String scope, Clause clause) {
    return switch (clause) {
      case Clause.Code(var param, var patterns) -> anyTerm(patterns.stream()
          .map(pattern -> Terms.scoped(Form.CODE, param, scope, Scope.of(pattern))));
      case Clause.Text(var param, _, var text) -> prefix(Fields.TERMS,
          Terms.scoped(Form.WHOLE, param, scope, TextForms.folded(text)));
      case Clause.Links(var param, var targets) -> anyTerm(targets.stream()
          .map(target -> Terms.scoped(Form.LINK, param, scope, target.path())));
      case Clause.LinkId(var param, var id) ->
          term(Terms.scoped(Form.LINK_ID, param, scope, id));
      case Clause.Uri(var param, var uri) ->
          term(Terms.scoped(Form.URI, param, scope, TextForms.exact(uri)));
      case Clause.Period period ->
          Ranges.of(period, Terms.space(Form.PERIOD, period.param(), scope));
      case Clause.Amount amount ->
          Ranges.of(amount, Terms.space(Form.AMOUNT, amount.param(), scope));
      case Clause.Everything _, Clause.And _, Clause.Or _, Clause.Not _, Clause.Ids _,
          Clause.OfTypes _, Clause.LinkIdentifier _, Clause.UriBelow _, Clause.Missing _,
          Clause.Scoped _ ->
          throw new IllegalArgumentException("no clause for a scope");
    };
  }

  private static Query text(Clause.Text clause) {
    var param = clause.param();
    var folded = TextForms.folded(clause.text());
    return switch (clause.match()) {
      case EXACT -> term(Terms.of(Form.EXACT, param, TextForms.exact(clause.text())));
      case CONTAINS -> part(param, folded);
      case START -> some(List.of(
          prefix(Fields.TERMS, Terms.of(Form.WHOLE, param, folded)),
          words(Form.WORD, param, TextForms.words(clause.text()))));
    };
  }

  /// Where a text has this part, already folded: a phrase of runs of letters.
  private static Query part(String param, String folded) {
    var grams = TextForms.grams(folded);
    var whole = Terms.wholeGrams(grams);
    if (whole < 1) {
      return prefix(Fields.GRAMS, Terms.gram(param, folded));
    }
    var phrase = Terms.grams(param, grams.subList(0, whole));
    return Query.of(q -> q.matchPhrase(m -> m.field(Fields.GRAMS).query(phrase)));
  }

  private static Query words(Form form, String param, List<String> words) {
    return words.isEmpty()
        ? nothing()
        : every(words.stream()
            .map(word -> prefix(Fields.TERMS, Terms.of(form, param, word))).toList());
  }

  private static Stream<Query> accents(Clause clause) {
    return switch (clause) {
      case Clause.And(var clauses) -> clauses.stream().flatMap(Queries::accents);
      case Clause.Or(var clauses) -> clauses.stream().flatMap(Queries::accents);
      case Clause.Text(var param, var match, var text)
          when match == Clause.TextMatch.START ->
          Stream.of(words(Form.ACCENTED, param, TextForms.accentedWords(text)));
      case Clause.Text _, Clause.Everything _, Clause.Not _, Clause.Ids _, Clause.OfTypes _,
          Clause.Code _, Clause.LinkIdentifier _, Clause.Period _, Clause.Amount _, Clause.Links _,
          Clause.LinkId _, Clause.Uri _, Clause.UriBelow _, Clause.Missing _,
          Clause.Scoped _ -> Stream.empty();
    };
  }

  private static Query term(String term) {
    return Query.of(q -> q.term(t -> t.field(Fields.TERMS).value(term)));
  }

  private static Query anyTerm(Stream<String> terms) {
    return anyOf(Fields.TERMS, terms);
  }

  private static Query anyOf(String field, Stream<String> values) {
    var all = values.map(FieldValue::of).toList();
    if (all.size() == 1) {
      return Query.of(q -> q.term(t -> t.field(field).value(all.getFirst())));
    }
    if (all.size() <= TERMS_MAX) {
      return terms(field, all);
    }
    var parts = new ArrayList<Query>();
    for (int i = 0; i < all.size(); i += TERMS_MAX) {
      parts.add(terms(field, all.subList(i, Math.min(i + TERMS_MAX, all.size()))));
    }
    return some(parts);
  }

  private static Query terms(String field, List<FieldValue> values) {
    return Query.of(q -> q.terms(t -> t.field(field).terms(all -> all.value(values))));
  }

  private static Query prefix(String field, String prefix) {
    return Query.of(q -> q.prefix(p -> p.field(field).value(prefix)));
  }

  private static Query everything() {
    return Query.of(q -> q.matchAll(m -> m));
  }

  static Query nothing() {
    return Query.of(q -> q.matchNone(m -> m));
  }

  private static Query every(Collection<Query> queries) {
    return queries.isEmpty()
        ? everything()
        : Query.of(q -> q.bool(b -> b.filter(List.copyOf(queries))));
  }

  private static Query some(Collection<Query> queries) {
    return queries.isEmpty()
        ? nothing()
        : Query.of(q -> q.bool(b -> b.should(List.copyOf(queries)).minimumShouldMatch("1")));
  }

  private static Query not(Query query) {
    return Query.of(q -> q.bool(b -> b.mustNot(query)));
  }
}
