package vn.tia.fhir.search.elastic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static vn.tia.fhir.search.IndexDocuments.document;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import vn.tia.fhir.search.Clause;
import vn.tia.fhir.search.CodePattern;
import vn.tia.fhir.search.IndexChange;
import vn.tia.fhir.search.IndexDocument;
import vn.tia.fhir.search.IndexDocuments;
import vn.tia.fhir.search.IndexValue;
import vn.tia.fhir.search.PageKey;
import vn.tia.fhir.search.SearchIndex;
import vn.tia.fhir.search.SearchIndexContract;
import vn.tia.fhir.search.SearchPage;
import vn.tia.fhir.search.SearchQuery;
import vn.tia.fhir.search.SearchQuery.Page;
import vn.tia.fhir.search.SearchQuery.Total;
import vn.tia.fhir.search.SearchUnavailable;
import vn.tia.fhir.search.Sort;

class ElasticsearchSearchIndexTest extends SearchIndexContract {
  private final ElasticsearchSettings settings = TestElasticsearch.shared().settings();

  @Override
  protected SearchIndex create() {
    return ElasticsearchSearchIndex.open(settings, "set 1");
  }

  /// What a crash of Tia leaves behind is what the cluster has by then.
  @Override
  protected SearchIndex reopen(SearchIndex index) {
    return ElasticsearchSearchIndex.open(settings, "set 1");
  }

  @Test
  void goesOnFromThePositionOfAnIndexThatAnotherProcessBuilt() {
    put(document("a"));
    index.reached("20");
    index.commit();
    try (var other = ElasticsearchSearchIndex.open(settings, "set 1")) {
      other.clear();
      other.apply(List.of(document("b").put()));
      other.reached("10");
      other.refresh();
      other.commit();
    }

    assertThatThrownBy(() -> index.apply(List.of(document("lost").put())))
        .isInstanceOf(SearchUnavailable.class)
        .hasMessage("the index in Elasticsearch is gone: another one takes its place");

    assertThat(index.cursor()).contains("10");
    assertThat(ids(new Clause.Everything())).containsExactly("b");
  }

  @Test
  void letsAnotherSetOfParametersBeginAnewBesideTheLiveOne() {
    put(document("a"));
    index.reached("5");
    index.commit();

    try (var other = ElasticsearchSearchIndex.open(settings, "set 2")) {
      assertThat(other.cursor()).isEmpty();
      other.apply(List.of(document("b").put()));
      other.refresh();
      assertThat(ids(new Clause.Everything())).as("until it is whole").containsExactly("a");
      other.reached("6");
      other.commit();
    }

    assertThatThrownBy(() -> {
      ids(new Clause.Everything());
    }).isInstanceOf(SearchUnavailable.class)
        .hasMessage("the index in Elasticsearch is now that of another Tia");
  }

  @Test
  void showsAllLaterPagesInTheStateThatTheSecondOneSaw() {
    put(document("a"), document("b"), document("c"), document("d"), document("e"));
    var first = page(Optional.empty());
    var second = page(first.next());
    put(document("ca"), document("da"), document("e").version(2));

    var third = page(second.next());
    var fourth = page(third.next());

    assertThat(ids(second)).containsExactly("b");
    assertThat(ids(third)).containsExactly("c");
    assertThat(ids(fourth)).as("ca came later").containsExactly("d");
  }

  @Test
  void goesOnWhereAPointInTimeHasEnded() {
    put(document("a"), document("b"), document("c"));
    var key = page(page(Optional.empty()).next()).next().orElseThrow();
    var ended = new PageKey(List.of(key.values().get(0), key.values().get(1),
        Optional.of(closedPointInTime())));

    assertThat(ids(page(Optional.of(ended)))).containsExactly("c");
  }

  private String closedPointInTime() {
    var cluster = Cluster.at(settings);
    var snapshots = new Snapshots(cluster);
    var build = new Builds(cluster, settings.indices()).create("one that is dropped");
    var id = snapshots.open(build.name()).orElseThrow();
    snapshots.close(id);
    cluster.close();
    return id;
  }

  private SearchPage page(Optional<PageKey> after) {
    return index.search(new SearchQuery("Patient", Set.of(1), new Clause.Everything(),
        new Page(List.of(new Sort("_id", Sort.Kind.TEXT,
            Sort.Direction.ASCENDING)), 1, after, Total.WHEN_FREE),
        List.of()));
  }

  private static List<String> ids(SearchPage page) {
    return page.hits().stream().map(SearchPage.Hit::id).toList();
  }

  @Test
  void gathersTheTargetsOfAllMatchesInOneAnswer() {
    put(IntStream.range(0, 30).mapToObj(i -> document("p" + i)
        .with("link", new IndexValue.Link("Patient", "t" + i % 7)))
        .toArray(IndexDocuments[]::new));
    var query = new SearchQuery(
        "Patient", Set.of(1), new Clause.Everything(), Page.first(1), List.of());

    assertThat(index.targets(query, "link", 7)).contains(IntStream.range(0, 7)
        .mapToObj(i -> new IndexValue.Link("Patient", "t" + i)).collect(Collectors.toSet()));
    assertThat(index.targets(query, "link", 6)).isEmpty();
    assertThat(index.targets(query, "nobody", 6)).contains(Set.of());
  }

  @Test
  void findsByItsIdOnlyAResourceThatHasMoreParametersThanTheIndexTakes() {
    var values = IntStream.range(0, 5_100).boxed().collect(Collectors.toMap(
        i -> "param" + i, i -> List.<IndexValue>of(new IndexValue.Code("", "c" + i))));
    index.apply(List.of(
        new IndexChange.Put(new IndexDocument("Patient", "big", 1, 1,
            Instant.parse("2026-01-01T00:00:00Z"), values)),
        document("small").put()));
    index.refresh();

    assertThat(ids(new Clause.Everything())).containsExactly("big", "small");
    assertThat(ids(new Clause.Missing("param1"))).containsExactly("big", "small");
  }

  @Test
  void saysThatTheClusterCannotBeReached() {
    try (var nowhere = ElasticsearchSearchIndex.open(
        ElasticsearchSettings.at(List.of("http://127.0.0.1:1")), "set 1")) {
      assertThatThrownBy(nowhere::cursor)
          .isInstanceOf(SearchUnavailable.class).hasMessage("Elasticsearch cannot be reached");
      assertThatThrownBy(() -> nowhere.search(new SearchQuery("Patient", Set.of(1),
          new Clause.Everything(), Page.first(1), List.of())))
          .isInstanceOf(SearchUnavailable.class).hasMessage("Elasticsearch cannot be reached");
    }
  }

  @Test
  void findsAValueOfAnyLength() {
    var code = "c".repeat(100_000);
    put(document("long").with("code", new IndexValue.Code("urn:s", code)));

    assertThat(ids(new Clause.Code("code", new CodePattern.AnySystem(code))))
        .containsExactly("long");
    assertThat(ids(new Clause.Code("code",
        new CodePattern.AnySystem(code + "c")))).isEmpty();
  }
}
