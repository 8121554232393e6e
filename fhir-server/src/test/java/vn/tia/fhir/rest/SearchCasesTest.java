package vn.tia.fhir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.SearchEntryMode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vn.tia.mapping.fhir.FhirJson;

/// The contract of searches: each line of `search/cases.txt` is a search over HTTP of the resources
/// in `search/contract.ndjson`, and what it finds, whatever index answers.
class SearchCasesTest {
  private static FhirTestServer server;

  /// A search and the ids that it finds.
  record Case(String query, String arrow, List<String> ids) {
    static Case parse(String line) {
      var arrow = Stream.of(" -> ", " => ", " +> ", " !").filter(one -> line.contains(one))
          .findFirst().orElseGet(() -> " ->");
      var at = line.lastIndexOf(arrow);
      var ids = line.substring(at + arrow.length()).strip();
      return new Case(line.substring(0, at), arrow.strip(),
          ids.isEmpty() ? List.of() : List.of(ids.split(" ")));
    }

    /// The search as a URL behind the base.
    String url() {
      var parts = query.split("\\?", 2);
      return "/" + parts[0] + "?" + Stream.of(parts[1].split("&"))
          .map(pair -> pair.split("=", 2))
          .map(pair -> encoded(pair[0]) + "=" + encoded(pair[1]))
          .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
      return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
      return query;
    }
  }

  @BeforeAll
  static void start() {
    fill(new FhirTestServer());
  }

  static void fill(FhirTestServer empty) {
    server = empty;
    lines("contract.ndjson").forEach(line -> server.put(FhirJson.decode(line)));
    server.settle();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static List<String> lines(String name) {
    try (var in = SearchCasesTest.class.getResourceAsStream("/search/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Case> cases() {
    return lines("cases.txt").stream().map(Case::parse).toList();
  }

  @Test
  void areSeveralHundred() {
    assertThat(cases()).hasSizeGreaterThan(400).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void finds(Case one) {
    var request = HttpRequest.newBuilder(URI.create(server.base() + one.url()))
        .header("Prefer", "handling=strict");
    var answer = server.send(request);
    if (one.arrow().equals("!")) {
      assertThat(answer.statusCode()).isEqualTo(Integer.parseInt(one.ids().getFirst()));
      return;
    }
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    var entries = all(FhirJson.decode(answer.body(), Bundle.class));
    switch (one.arrow()) {
      case "=>" -> assertThat(ids(entries)).containsExactlyElementsOf(one.ids());
      case "+>" -> {
        assertThat(ids(entries)).containsExactlyInAnyOrderElementsOf(one.ids())
            .startsWith(one.ids().getFirst());
        assertThat(entries).filteredOn(entry ->
            entry.getSearch().getMode() == SearchEntryMode.MATCH).hasSize(1);
      }
      default -> assertThat(ids(entries)).containsExactlyInAnyOrderElementsOf(one.ids());
    }
  }

  /// The entries of all pages.
  private static List<BundleEntryComponent> all(Bundle first) {
    var entries = new ArrayList<>(first.getEntry());
    var bundle = first;
    while (bundle.getLink("next") != null) {
      var next = bundle.getLink("next").getUrl();
      bundle = FhirJson.decode(
          server.get(next.substring(server.base().length())).body(), Bundle.class);
      entries.addAll(bundle.getEntry());
    }
    return entries;
  }

  private static List<String> ids(List<BundleEntryComponent> entries) {
    return entries.stream()
        .map(entry -> entry.getResource().getIdElement().getIdPart()).toList();
  }
}
