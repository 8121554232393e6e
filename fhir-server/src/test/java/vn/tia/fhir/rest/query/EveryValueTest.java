package vn.tia.fhir.rest.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.fhir.rest.ServedType;
import vn.tia.fhir.search.IndexChange;
import vn.tia.fhir.search.IndexDocument;
import vn.tia.fhir.search.IndexValue;
import vn.tia.fhir.search.SearchIndex;
import vn.tia.fhir.search.SearchQuery;
import vn.tia.fhir.search.SearchQuery.Page;
import vn.tia.fhir.search.SearchQuery.Total;
import vn.tia.fhir.search.extract.Extraction;
import vn.tia.fhir.search.extract.Parameter;
import vn.tia.fhir.search.extract.Parameters;
import vn.tia.fhir.search.extract.SampleResources;
import vn.tia.fhir.search.lucene.LuceneSearchIndex;
import vn.tia.mapping.fhir.FhirJson;

/// Every value that a sample gives to a parameter finds the sample again, asked for in the words of
/// a client.
class EveryValueTest {
  private static final Parameters PARAMETERS = new Parameters(FhirJson.context());
  private static final Set<String> SERVED = Set.copyOf(ServedType.names());
  private static final Conditions CONDITIONS = new Conditions(PARAMETERS,
      new ValueClauses(ZoneOffset.UTC, Clock.systemUTC()), SERVED, SearchLimits.DEFAULT,
      "http://tia/fhir");

  @TempDir
  private Path directory;

  private record Sample(String id, Resource resource, IndexDocument document) {}

  @Test
  void findsEachSampleByEachOfItsValues() {
    var samples = samples();
    try (var index = LuceneSearchIndex.open(directory, "set 1")) {
      index.apply(samples.stream()
          .map(sample -> (IndexChange) new IndexChange.Put(sample.document())).toList());
      index.refresh();

      var asked = 0;
      for (var sample : samples) {
        for (var parameter : PARAMETERS.of(sample.resource().fhirType()).values()) {
          for (var value : queries(sample, parameter)) {
            assertThat(ids(index, sample, parameter.code(), value))
                .as("%s?%s=%s", sample.resource().fhirType(), parameter.code(), value)
                .contains(sample.id());
            asked++;
          }
        }
      }
      assertThat(asked).isGreaterThan(500);
    }
  }

  private static List<Sample> samples() {
    var extraction = new Extraction(FhirJson.context(), PARAMETERS, ZoneOffset.UTC);
    var samples = new ArrayList<Sample>();
    for (var resource : SampleResources.all()) {
      if (SERVED.contains(resource.fhirType())) {
        var id = "s" + samples.size();
        samples.add(new Sample(id, resource, new IndexDocument(resource.fhirType(), id, 1, 1,
            Instant.EPOCH, extraction.values(resource, FhirJson.encode(resource)))));
      }
    }
    return samples;
  }

  private static List<String> ids(
      SearchIndex index, Sample sample, String code, String value) {
    var type = sample.resource().fhirType();
    var condition = CONDITIONS.of(type, code, value).orElseThrow();
    var clause = ((Condition.Direct) condition).clause();
    return index.search(new SearchQuery(type, Set.of(1), clause,
            new Page(List.of(), 500, Optional.empty(), Total.WHEN_FREE), List.of()))
        .hits().stream().map(hit -> hit.id()).toList();
  }

  /// What a client would write to find the parameter's values.
  private static List<String> queries(Sample sample, Parameter parameter) {
    return sample.document().values().getOrDefault(parameter.code(), List.of()).stream()
        .flatMap(EveryValueTest::queries).distinct().toList();
  }

  private static Stream<String> queries(IndexValue value) {
    return switch (value) {
      case IndexValue.Code(var system, var code) -> Stream.of(
          escaped(code), escaped(system) + "|" + escaped(code));
      case IndexValue.Text(var text) -> text.isBlank() ? Stream.of() : Stream.of(escaped(text));
      case IndexValue.Words(var text) -> Stream.of(escaped(text.strip().split(" ")[0]))
          .filter(word -> word.matches("[\\p{L}\\p{N}]+"));
      case IndexValue.Period(var from, var to) -> Stream.concat(
          from.equals(Instant.MIN) ? Stream.of() : Stream.of("ge" + from, "gt1800", "ap" + from),
          to.equals(Instant.MAX) ? Stream.of() : Stream.of("le" + to, "lt2999"));
      case IndexValue.Link link -> Stream.of(
          link.path(), link.id(), "http://tia/fhir/" + link.path());
      case IndexValue.Uri(var uri) -> Stream.of(escaped(uri));
      case IndexValue.Amount(var low, var high) -> low == high
          ? Stream.of(plain(low), "ge" + plain(low), "le" + plain(low)) : Stream.of();
      case IndexValue.LinkIdentifier _, IndexValue.Scoped _ -> Stream.of();
    };
  }

  private static String plain(double number) {
    return java.math.BigDecimal.valueOf(number).toPlainString();
  }

  private static String escaped(String text) {
    return text.replaceAll("([,$|\\\\])", "\\\\$1");
  }
}
