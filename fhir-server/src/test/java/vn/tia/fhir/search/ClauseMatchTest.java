package vn.tia.fhir.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.fhir.rest.ServedType;
import vn.tia.fhir.rest.query.Handling;
import vn.tia.fhir.rest.query.SearchLimits;
import vn.tia.fhir.rest.query.SearchParser;
import vn.tia.fhir.search.extract.Extraction;
import vn.tia.fhir.search.extract.Parameters;
import vn.tia.fhir.search.lucene.LuceneSearchIndex;
import vn.tia.mapping.fhir.FhirJson;

/// A clause without an index finds what Lucene finds: the R4 examples, asked in many ways.
class ClauseMatchTest {
  private static final ZoneId ZONE = ZoneId.of("Asia/Ho_Chi_Minh");

  private static final List<String> QUERIES = List.of(
      "Patient?name=peter", "Patient?name:exact=Peter", "Patient?name:contains=ete",
      "Patient?family=chalm", "Patient?birthdate=1974-12-25", "Patient?birthdate=ge1970",
      "Patient?birthdate=lt1970", "Patient?gender=male,unknown", "Patient?gender:not=male",
      "Patient?identifier=12345", "Patient?identifier=urn:oid:1.2.36.146.595.217.0.1|12345",
      "Patient?birthdate:missing=true", "Patient?organization=Organization/1",
      "Patient?address=erewhon", "Patient?active=true", "Patient?_id=example,pat1",
      "Patient?_lastUpdated=ge2020-01-01", "Patient?_lastUpdated=lt2020-01-01",
      "Observation?code=http://loinc.org|29463-7", "Observation?code=29463-7,8867-4",
      "Observation?status=final&date=ge2012", "Observation?value-quantity=gt5",
      "Observation?value-quantity=185", "Observation?value-quantity=ap100",
      "Observation?value-quantity=lt10", "Observation?subject=Patient/example",
      "Observation?patient=example", "Observation?category=vital-signs",
      "Observation?code:missing=false", "Observation?performer:missing=true",
      "DiagnosticReport?status=final", "DiagnosticReport?issued=sa2011-01-01",
      "DiagnosticReport?date=eb2012-01-01", "DiagnosticReport?result:missing=false",
      "DiagnosticReport?code=58410-2", "DiagnosticReport?status=final&category=LAB",
      "ImagingStudy?modality=CT,DX", "ImagingStudy?started=ge2011",
      "ImagingStudy?identifier=urn:oid:2.16.124.113543.6003.1154777499.30246.19789.3503430045",
      "ValueSet?url=http://hl7.org/fhir/ValueSet/example-extensional",
      "ServiceRequest?intent=order",
      "ServiceRequest?authored=2013", "ServiceRequest?requester=Practitioner/example");

  @TempDir
  private Path directory;

  @Test
  void findsWhatAnIndexFinds() throws Exception {
    var examples = Path.of(System.getProperty("tia.root", ".."))
        .resolve("../shared/data/fhir/r4-spec");
    Assumptions.assumeTrue(Files.isDirectory(examples), "the shared samples are not here");
    var context = FhirJson.context();
    var parameters = new Parameters(context);
    var parser = new SearchParser(
        () -> parameters, Set.copyOf(ServedType.names()), SearchLimits.DEFAULT, ZONE);
    var documents = documents(examples, new Extraction(context, parameters, ZONE));

    try (var index = LuceneSearchIndex.open(directory.resolve("index"), "test")) {
      index.apply(documents.stream().<IndexChange>map(IndexChange.Put::new).toList());
      index.refresh();
      var found = new HashMap<String, Integer>();
      for (var query : QUERIES) {
        var parts = query.split("\\?", 2);
        var clause = parser.parse(parts[0], parameters(parts[1]), Handling.STRICT, "http://x")
            .direct().orElseThrow();
        var byIndex = index.search(new SearchQuery(parts[0], Set.of(1), clause,
                SearchQuery.Page.first(10_000), List.of()))
            .hits().stream().map(SearchPage.Hit::id).collect(Collectors.toCollection(TreeSet::new));
        var alone = documents.stream().filter(one -> one.type().equals(parts[0]))
            .filter(one -> ClauseMatch.matches(clause, one))
            .map(IndexDocument::id).collect(Collectors.toCollection(TreeSet::new));
        assertThat(alone).as(query).isEqualTo(byIndex);
        found.put(query, alone.size());
      }
      assertThat(found.values().stream().filter(count -> count > 0).count())
          .as("queries that find something: %s", found).isGreaterThan(QUERIES.size() / 2);
    }
  }

  private static Map<String, List<String>> parameters(String query) {
    var all = new HashMap<String, List<String>>();
    for (var part : query.split("&")) {
      var pair = part.split("=", 2);
      all.computeIfAbsent(pair[0], _ -> new ArrayList<>()).add(pair[1]);
    }
    return all;
  }

  private static List<IndexDocument> documents(Path examples, Extraction extraction)
      throws Exception {
    var documents = new HashMap<String, IndexDocument>();
    try (var files = Files.walk(examples)) {
      for (var file : files.filter(one -> one.toString().endsWith(".json")).toList()) {
        var text = Files.readString(file);
        for (var type : List.of("Patient", "Observation", "DiagnosticReport", "ImagingStudy",
            "ValueSet", "ServiceRequest")) {
          if (text.replaceAll("\\s", "").startsWith("{\"resourceType\":\"" + type + "\"")) {
            var resource = (Resource) FhirJson.decode(text);
            documents.put(type + resource.getIdPart(), new IndexDocument(type,
                resource.getIdPart(), 1, 1, Instant.parse("2026-01-01T00:00:00Z"),
                extraction.values(resource)));
          }
        }
      }
    }
    return List.copyOf(documents.values());
  }
}
