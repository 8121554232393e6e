package vn.tia.fhir.search.elastic;

import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonGeneratorFactory;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import vn.tia.fhir.search.IndexDocument;
import vn.tia.fhir.search.IndexValue;
import vn.tia.fhir.search.Scope;
import vn.tia.fhir.search.TextForms;
import vn.tia.fhir.search.elastic.Terms.Form;

/// Writes a neutral document as the JSON that Elasticsearch indexes.
final class Documents {
  private static final JsonGeneratorFactory JSON =
      JsonProvider.provider().createGeneratorFactory(Map.of());
  /// The order in which Elasticsearch sorts texts: by their bytes in UTF-8.
  private static final Comparator<String> BY_BYTES = (one, other) ->
      Arrays.compareUnsigned(one.getBytes(StandardCharsets.UTF_8),
          other.getBytes(StandardCharsets.UTF_8));

  // A study of 3,000 instances repeats its class 3,000 times: each term is written once.
  private final Set<String> terms = new LinkedHashSet<>();
  private final Set<Range> ranges = new LinkedHashSet<>();
  private final Set<String> grams = new LinkedHashSet<>();
  private final Map<String, TreeSet<String>> texts = new TreeMap<>();
  private final Map<String, TreeSet<Long>> instants = new TreeMap<>();
  private final Map<String, TreeSet<Double>> amounts = new TreeMap<>();
  private final Map<String, Set<String>> links = new TreeMap<>();

  private Documents() {}

  private record Range(long space, long low, long high) {}

  /// The document of a resource.
  static byte[] of(IndexDocument document) {
    var documents = new Documents();
    documents.term(Form.ID, "", document.id());
    documents.sortTexts("_id").add(document.id());
    documents.put("_lastUpdated", List.of(
        new IndexValue.Period(document.lastUpdated(), document.lastUpdated().plusMillis(1))));
    document.values().forEach(documents::put);
    return write(json -> documents.write(json, document));
  }

  /// What stays of a deleted resource: enough to refuse older versions, which Elasticsearch itself
  /// forgets a minute after a deletion, and nothing to be found by.
  static byte[] tombstone() {
    return "{}".getBytes(StandardCharsets.US_ASCII);
  }

  /// The note of how far the outbox has been read.
  static byte[] position(String cursor) {
    return write(json -> json.writeStartObject().write(Fields.CURSOR, cursor).writeEnd());
  }

  private void put(String param, List<IndexValue> values) {
    if (!values.isEmpty()) {
      term(Form.PRESENT, param, "");
      values.forEach(value -> put(param, value));
    }
  }

  private void put(String param, IndexValue value) {
    switch (value) {
      case IndexValue.Code code -> {
        codeTerms(Form.CODE, param, code);
        sortTexts(param).add(sortable(code.code()));
      }
      case IndexValue.LinkIdentifier(var system, var code) ->
          codeTerms(Form.IDENTIFIER, param, new IndexValue.Code(system, code));
      case IndexValue.Text(var text) -> text(param, text);
      case IndexValue.Words(var text) -> {
        TextForms.words(text).forEach(word -> term(Form.WORD, param, word));
        accented(param, text);
      }
      case IndexValue.Period(var from, var to) -> {
        ranges.add(new Range(Terms.space(Form.PERIOD, param),
            Numbers.millis(from), Numbers.lastMilli(from, to)));
        instants.computeIfAbsent(param, _ -> new TreeSet<>()).add(
            Math.clamp(Numbers.millis(from), Long.MIN_VALUE + 1, Long.MAX_VALUE - 1));
      }
      case IndexValue.Link link -> link(param, link);
      case IndexValue.Uri(var uri) -> {
        term(Form.URI, param, TextForms.exact(uri));
        sortTexts(param).add(TextForms.exact(uri));
      }
      case IndexValue.Amount(var low, var high) -> {
        ranges.add(new Range(Terms.space(Form.AMOUNT, param),
            Numbers.sortable(low), Numbers.sortable(high)));
        amounts.computeIfAbsent(param, _ -> new TreeSet<>()).add(
            Math.clamp(low, -Double.MAX_VALUE, Double.MAX_VALUE));
      }
      case IndexValue.Scoped(var scope, var inner) -> scoped(param, scope, inner);
    }
  }

  private void scoped(String param, String scope, IndexValue value) {
    switch (value) {
      case IndexValue.Code code -> Scope.of(code).forEach(name ->
          terms.add(Terms.scoped(Form.CODE, param, scope, name)));
      case IndexValue.Text(var text) ->
          terms.add(Terms.scoped(Form.WHOLE, param, scope, TextForms.folded(text)));
      case IndexValue.Link link -> {
        terms.add(Terms.scoped(Form.LINK, param, scope, link.path()));
        terms.add(Terms.scoped(Form.LINK_ID, param, scope, link.id()));
      }
      case IndexValue.Uri(var uri) ->
          terms.add(Terms.scoped(Form.URI, param, scope, TextForms.exact(uri)));
      case IndexValue.Period(var from, var to) -> ranges.add(new Range(
          Terms.space(Form.PERIOD, param, scope),
          Numbers.millis(from), Numbers.lastMilli(from, to)));
      case IndexValue.Amount(var low, var high) -> ranges.add(new Range(
          Terms.space(Form.AMOUNT, param, scope),
          Numbers.sortable(low), Numbers.sortable(high)));
      case IndexValue.Words _, IndexValue.LinkIdentifier _, IndexValue.Scoped _ -> { }
    }
  }

  /// What ranks the very accents asked for before others.
  private void accented(String param, String text) {
    TextForms.accentedWords(text).forEach(word -> term(Form.ACCENTED, param, word));
  }

  private void text(String param, String text) {
    var folded = TextForms.folded(text);
    term(Form.EXACT, param, TextForms.exact(text));
    term(Form.WHOLE, param, folded);
    grams.add(Terms.grams(param, TextForms.grams(folded)));
    sortTexts(param).add(folded);
    accented(param, text);
  }

  private void link(String param, IndexValue.Link link) {
    term(Form.LINK, param, link.path());
    term(Form.LINK_ID, param, link.id());
    links.computeIfAbsent(param, _ -> new LinkedHashSet<>()).add(link.path());
    sortTexts(param).add(link.path());
  }

  private void codeTerms(Form form, String param, IndexValue.Code code) {
    Scope.of(code).forEach(name -> term(form, param, name));
  }

  private void term(Form form, String param, String value) {
    terms.add(Terms.of(form, param, value));
  }

  private TreeSet<String> sortTexts(String param) {
    return texts.computeIfAbsent(param, _ -> new TreeSet<>(BY_BYTES));
  }

  private static String sortable(String code) {
    return code.length() <= TextForms.LETTERS_MAX ? code : TextForms.exact(code);
  }

  private void write(JsonGenerator json, IndexDocument document) {
    json.writeStartObject()
        .write(Fields.TYPE, document.type())
        .write(Fields.FACILITY, document.facilityId())
        .write(Fields.KEY, Fields.key(document.type(), document.id()));
    array(json, Fields.TERMS, terms, JsonGenerator::write);
    array(json, Fields.GRAMS, grams, JsonGenerator::write);
    array(json, Fields.RANGES, ranges, Documents::range);
    group(json, Fields.TEXT, texts, JsonGenerator::write);
    group(json, Fields.INSTANT, instants, JsonGenerator::write);
    group(json, Fields.AMOUNT, amounts, JsonGenerator::write);
    json.writeStartObject(Fields.LINK);
    links.forEach((param, paths) ->
        array(json, Fields.name(param), paths, JsonGenerator::write));
    json.writeEnd().writeEnd();
  }

  private static void range(JsonGenerator json, Range range) {
    json.writeStartObject()
        .write("gte", Numbers.address(range.space(), range.low()))
        .write("lte", Numbers.address(range.space(), range.high()))
        .writeEnd();
  }

  /// Of several values only the ends can be where a resource stands in an order. What is open
  /// stops short of what stands for a missing value.
  private static <T> void group(JsonGenerator json, String group, Map<String, TreeSet<T>> values,
      BiConsumer<JsonGenerator, T> writer) {
    json.writeStartObject(group);
    values.forEach((param, all) -> array(json, Fields.name(param),
        all.size() < 2 ? all : List.of(all.first(), all.last()), writer));
    json.writeEnd();
  }

  private static <T> void array(JsonGenerator json, String name, Collection<T> values,
      BiConsumer<JsonGenerator, T> writer) {
    json.writeStartArray(name);
    values.forEach(value -> writer.accept(json, value));
    json.writeEnd();
  }

  private static byte[] write(Consumer<JsonGenerator> writer) {
    var bytes = new ByteArrayOutputStream();
    try (var json = JSON.createGenerator(bytes)) {
      writer.accept(json);
    }
    return bytes.toByteArray();
  }
}
