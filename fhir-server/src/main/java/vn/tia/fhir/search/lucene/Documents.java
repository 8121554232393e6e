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
import vn.tia.fhir.search.CodePattern;
import vn.tia.fhir.search.IndexDocument;
import vn.tia.fhir.search.IndexValue;
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
    documents.term(Fields.KEY, Fields.key(type, id));
    documents.lucene.add(new NumericDocValuesField(Fields.VERSION, version));
    return documents.lucene;
  }

  private void identity(IndexDocument document) {
    term(Fields.KEY, Fields.key(document.type(), document.id()));
    term(Fields.TYPE, document.type());
    term(Fields.ID, document.id());
    term(Fields.FACILITY, Integer.toString(document.facilityId()));
    lucene.add(new SortedDocValuesField(Fields.ID, new BytesRef(document.id())));
    lucene.add(new NumericDocValuesField(Fields.VERSION, document.version()));
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
      case IndexValue.Code(var system, var code) ->
          codeTerms(Fields.code(param), system, code);
      case IndexValue.LinkIdentifier(var system, var code) ->
          codeTerms(Fields.identifier(param), system, code);
      case IndexValue.Text(var text) -> {
        term(Fields.whole(param), TextForms.folded(text));
        term(Fields.exact(param), TextForms.exact(text));
      }
      case IndexValue.Words(var text) -> {
        TextForms.words(text).forEach(word -> term(Fields.word(param), word));
        TextForms.accentedWords(text).forEach(word -> term(Fields.accented(param), word));
      }
      case IndexValue.Period(var from, var to) -> lucene.add(new LongRange(
          Fields.period(param), new long[] {millis(from)}, new long[] {lastMilli(from, to)}));
      case IndexValue.Link link -> link(param, link);
      case IndexValue.Uri(var uri) -> term(Fields.uri(param), TextForms.exact(uri));
      case IndexValue.Amount amount -> amountTerms(Fields.amount(param), amount);
    }
  }

  private void link(String param, IndexValue.Link link) {
    if (term(Fields.link(param), link.path())) {
      lucene.add(new SortedSetDocValuesField(Fields.link(param), new BytesRef(link.path())));
    }
    term(Fields.linkId(param), link.id());
  }

  private void codeTerms(String field, String system, String code) {
    term(field, Fields.term(new CodePattern.AnySystem(code)));
    term(field, Fields.term(new CodePattern.InSystem(system, code)));
    term(field, Fields.term(new CodePattern.AnyCode(system)));
  }

  private void amountTerms(String field, IndexValue.Amount amount) {
    amountTerm(field, "", amount.value());
    if (!amount.code().isEmpty()) {
      amountTerm(field, Fields.term(new CodePattern.AnySystem(amount.code())), amount.value());
      amountTerm(field, Fields.term(new CodePattern.InSystem(amount.system(), amount.code())),
          amount.value());
    }
  }

  private void amountTerm(String field, String unit, double value) {
    lucene.add(new StringField(field, Fields.amountTerm(unit, value), Field.Store.NO));
  }

  private boolean term(String field, String term) {
    var isNew = written.add(field + '\u0000' + term);
    if (isNew) {
      lucene.add(new StringField(field, term, Field.Store.NO));
    }
    return isNew;
  }

  /// A resource with several values sorts by the lowest of them, in either direction.
  private void sortKeys(String param, List<IndexValue> values) {
    var texts = new TreeSet<String>();
    var instants = new TreeSet<Long>();
    var amounts = new TreeSet<Double>();
    for (var value : values) {
      switch (value) {
        case IndexValue.Code(_, var code) -> texts.add(code);
        case IndexValue.Text(var text) -> texts.add(TextForms.folded(text));
        case IndexValue.Link link -> texts.add(link.path());
        case IndexValue.Uri(var uri) -> texts.add(TextForms.exact(uri));
        case IndexValue.Period(var from, _) -> instants.add(millis(from));
        case IndexValue.Amount amount -> amounts.add(amount.value());
        case IndexValue.Words _, IndexValue.LinkIdentifier _ -> { }
      }
    }
    if (!texts.isEmpty()) {
      lucene.add(new SortedDocValuesField(Fields.textKey(param), new BytesRef(texts.first())));
    }
    if (!instants.isEmpty()) {
      lucene.add(new LongField(Fields.instantKey(param), instants.first(), Field.Store.NO));
    }
    if (!amounts.isEmpty()) {
      lucene.add(new DoubleField(Fields.amountKey(param), amounts.first(), Field.Store.NO));
    }
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
