package vn.tia.fhir.search.lucene;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.DoubleField;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.LongRange;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.SortedSetDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.NumericUtils;
import vn.tia.fhir.search.IndexDocument;
import vn.tia.fhir.search.IndexValue;
import vn.tia.fhir.search.Scope;
import vn.tia.fhir.search.TextForms;

/// Writes a neutral document as a Lucene one.
final class Documents {
  private final Document lucene = new Document();
  // A study of 3,000 instances repeats its class 3,000 times: each term is written once.
  private final Set<String> written = new HashSet<>();

  private Documents() {}

  /// The document of a resource.
  static Document of(IndexDocument document) {
    var documents = new Documents();
    documents.identity(document);
    documents.put("_lastUpdated", List.of(
        new IndexValue.Period(document.lastUpdated(), document.lastUpdated().plusMillis(1))));
    document.values().forEach(documents::put);
    return documents.lucene;
  }

  /// What stays of a deleted resource: enough to refuse older versions, nothing to be found by.
  static Document tombstone(String type, String id, long version) {
    var documents = new Documents();
    documents.key(Fields.key(type, id));
    documents.lucene.add(new NumericDocValuesField(Fields.VERSION, version));
    return documents.lucene;
  }

  private void identity(IndexDocument document) {
    key(Fields.key(document.type(), document.id()));
    term(Fields.TYPE, document.type());
    term(Fields.ID, document.id());
    term(Fields.FACILITY, Integer.toString(document.facilityId()));
    lucene.add(new SortedSetDocValuesField(
        Fields.textKey(Fields.ID), new BytesRef(document.id())));
    lucene.add(new NumericDocValuesField(Fields.VERSION, document.version()));
  }

  private void key(String key) {
    term(Fields.KEY, key);
    lucene.add(new SortedDocValuesField(Fields.KEY, new BytesRef(key)));
  }

  private void put(String param, List<IndexValue> values) {
    if (values.isEmpty()) {
      return;
    }
    term(Fields.PRESENT, param);
    values.forEach(value -> put(param, value));
    sortKeys(param, values);
  }

  private void put(String param, IndexValue value) {
    switch (value) {
      case IndexValue.Code code -> codeTerms(Fields.code(param), code);
      case IndexValue.LinkIdentifier(var system, var code) ->
          codeTerms(Fields.identifier(param), new IndexValue.Code(system, code));
      case IndexValue.Text(var text) -> text(param, text);
      case IndexValue.Words(var text) -> {
        TextForms.words(text).forEach(word -> term(Fields.word(param), word));
        accented(param, text);
      }
      case IndexValue.Period(var from, var to) -> lucene.add(new LongRange(
          Fields.period(param), new long[] {millis(from)}, new long[] {lastMilli(from, to)}));
      case IndexValue.Link link -> link(param, link);
      case IndexValue.Uri(var uri) -> term(Fields.uri(param), TextForms.exact(uri));
      case IndexValue.Amount(var low, var high) -> lucene.add(new LongRange(
          Fields.amount(param), new long[] {sortable(low)}, new long[] {sortable(high)}));
      case IndexValue.Scoped(var scope, var inner) -> scoped(param, scope, inner);
    }
  }

  private void scoped(String param, String scope, IndexValue value) {
    switch (value) {
      case IndexValue.Code code -> Scope.of(code).forEach(name ->
          scopedTerm(Fields.code(param), scope, name));
      case IndexValue.Text(var text) ->
          scopedTerm(Fields.whole(param), scope, TextForms.folded(text));
      case IndexValue.Link link -> {
        scopedTerm(Fields.link(param), scope, link.path());
        scopedTerm(Fields.linkId(param), scope, link.id());
      }
      case IndexValue.Uri(var uri) ->
          scopedTerm(Fields.uri(param), scope, TextForms.exact(uri));
      case IndexValue.Period(var from, var to) ->
          scopedRange(Fields.period(param), scope, millis(from), lastMilli(from, to));
      case IndexValue.Amount(var low, var high) ->
          scopedRange(Fields.amount(param), scope, sortable(low), sortable(high));
      case IndexValue.Words _, IndexValue.LinkIdentifier _, IndexValue.Scoped _ -> { }
    }
  }

  private void scopedTerm(String field, String scope, String term) {
    term(Fields.scoped(field), Fields.scoped(scope, term));
  }

  private void scopedRange(String field, String scope, long low, long high) {
    var hash = Fields.hash(scope);
    lucene.add(new LongRange(
        Fields.scoped(field), new long[] {hash, low}, new long[] {hash, high}));
  }

  /// What ranks the very accents asked for before others.
  private void accented(String param, String text) {
    TextForms.accentedWords(text).forEach(word -> term(Fields.accented(param), word));
  }

  private void text(String param, String text) {
    var folded = TextForms.folded(text);
    term(Fields.exact(param), TextForms.exact(text));
    if (term(Fields.whole(param), folded)) {
      lucene.add(Grams.field(Fields.grams(param), folded));
    }
    accented(param, text);
  }

  private void link(String param, IndexValue.Link link) {
    if (term(Fields.link(param), link.path())) {
      lucene.add(new SortedSetDocValuesField(Fields.link(param), new BytesRef(link.path())));
    }
    term(Fields.linkId(param), link.id());
  }

  private void codeTerms(String field, IndexValue.Code code) {
    Scope.of(code).forEach(name -> term(field, name));
  }

  private boolean term(String field, String term) {
    var isNew = written.add(field + '\u0000' + term);
    if (isNew) {
      lucene.add(new StringField(field, term, Field.Store.NO));
    }
    return isNew;
  }

  /// Of several values only the ends can be where a resource stands in an order. What is open
  /// stops short of what stands for a missing value.
  private void sortKeys(String param, List<IndexValue> values) {
    var texts = new TreeSet<BytesRef>();
    var instants = new TreeSet<Long>();
    var amounts = new TreeSet<Double>();
    for (var value : values) {
      switch (value) {
        case IndexValue.Code(_, var code) -> texts.add(new BytesRef(code));
        case IndexValue.Text(var text) -> texts.add(new BytesRef(TextForms.folded(text)));
        case IndexValue.Link link -> texts.add(new BytesRef(link.path()));
        case IndexValue.Uri(var uri) -> texts.add(new BytesRef(TextForms.exact(uri)));
        case IndexValue.Period(var from, _) -> instants.add(
            Math.clamp(millis(from), Long.MIN_VALUE + 1, Long.MAX_VALUE - 1));
        case IndexValue.Amount(var low, _) -> amounts.add(
            Math.clamp(low, -Double.MAX_VALUE, Double.MAX_VALUE));
        case IndexValue.Words _, IndexValue.LinkIdentifier _, IndexValue.Scoped _ -> { }
      }
    }
    ends(texts).forEach(text ->
        lucene.add(new SortedSetDocValuesField(Fields.textKey(param), text)));
    ends(instants).forEach(instant ->
        lucene.add(new LongField(Fields.instantKey(param), instant, Field.Store.NO)));
    ends(amounts).forEach(amount ->
        lucene.add(new DoubleField(Fields.amountKey(param), amount, Field.Store.NO)));
  }

  private static <T> Set<T> ends(TreeSet<T> values) {
    return switch (values.size()) {
      case 0 -> Set.of();
      case 1 -> Set.of(values.first());
      default -> Set.of(values.first(), values.last());
    };
  }

  /// A number as a whole one of the same order.
  static long sortable(double number) {
    return NumericUtils.doubleToSortableLong(number);
  }

  /// Milliseconds since 1970; instants beyond what they can say are the ends of time.
  static long millis(Instant instant) {
    try {
      return instant.toEpochMilli();
    } catch (ArithmeticException beyond) {
      return instant.isBefore(Instant.EPOCH) ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  /// The last millisecond before `to`, which a period includes as its end.
  static long lastMilli(Instant from, Instant to) {
    var end = millis(to);
    return Math.max(millis(from), end == Long.MAX_VALUE ? end : end - 1);
  }
}
