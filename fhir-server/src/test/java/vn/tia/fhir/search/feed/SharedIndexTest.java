package vn.tia.fhir.search.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.tia.fhir.search.Clause;
import vn.tia.fhir.search.IndexChange;
import vn.tia.fhir.search.SearchIndex;
import vn.tia.fhir.search.SearchPage;
import vn.tia.fhir.search.SearchQuery;
import vn.tia.fhir.search.SearchQuery.Page;
import vn.tia.fhir.search.SearchQuery.Total;
import vn.tia.fhir.search.elastic.ElasticsearchSearchIndex;
import vn.tia.fhir.search.elastic.TestElasticsearch;
import vn.tia.fhir.search.extract.Extraction;
import vn.tia.fhir.search.extract.Parameters;
import vn.tia.mapping.fhir.FhirJson;
import vn.tia.records.database.Database;
import vn.tia.records.facilities.FacilityProfile;
import vn.tia.records.leases.Lease;
import vn.tia.records.outbox.Outbox;
import vn.tia.records.resources.Resources;
import vn.tia.records.testkit.TestDatabase;
import vn.tia.records.testkit.TestFacilities;

/// Three nodes that share one index in Elasticsearch.
@Timeout(240)
class SharedIndexTest {
  private static final int NODES = 3;
  private static final int PATIENTS = 500;

  private final Database database = TestDatabase.fresh();
  private final int facility = TestFacilities.first(database).id();
  private final Outbox outbox = new Outbox(database);
  private final Resources resources = new Resources(database, outbox, Clock.systemUTC());
  private final AtomicInteger builds = new AtomicInteger();
  private final List<SearchIndex> indices = new ArrayList<>();
  private final List<SearchFeed> feeds = new ArrayList<>();
  private Lease another;

  @BeforeEach
  void open() {
    var settings = TestElasticsearch.shared().settings();
    another = new Lease(
        database, "search index " + settings.indices().prefix(), Duration.ofMinutes(5));
    for (int i = 0; i < NODES; i++) {
      indices.add(new Counted(ElasticsearchSearchIndex.open(settings, "set 1"), builds));
    }
    database.inTransaction(() -> {
      for (int i = 0; i < PATIENTS; i++) {
        resources.put(facility, new Patient());
      }
    });
  }

  @AfterEach
  void close() {
    feeds.forEach(SearchFeed::close);
    indices.forEach(SearchIndex::close);
    database.close();
  }

  private void startAll() {
    var parameters = new Parameters(FhirJson.context());
    var schema = new SearchSchema("set 1", parameters,
        new Extraction(FhirJson.context(), parameters, FacilityProfile.ZONE));
    indices.forEach(index -> feeds.add(SearchFeed.start(index, schema,
        new SearchFeed.Sources(database, outbox, resources, () -> schema))));
  }

  private void awaitAll() {
    while (!feeds.stream().allMatch(SearchFeed::isReady)) {
      Thread.onSpinWait();
    }
  }

  private long count(SearchIndex index) {
    return index.search(new SearchQuery("Patient", Set.of(facility), new Clause.Everything(),
        new Page(List.of(), 0, Optional.empty(), Total.COUNTED), List.of()))
        .total().orElseThrow();
  }

  @Test
  void isBuiltByOneAndAnsweredFromByAll() {
    startAll();
    awaitAll();

    assertThat(builds).hasValue(1);
    assertThat(indices).allSatisfy(index -> assertThat(count(index)).isEqualTo(PATIENTS));
    var last = feeds.getLast();
    resources.put(facility, new Patient());
    assertThat(last.await(last.ticket(), Duration.ofSeconds(60))).isTrue();
    assertThat(indices).allSatisfy(index -> assertThat(count(index)).isEqualTo(PATIENTS + 1));
  }

  @Test
  void waitsForWhoHasBegun() {
    assertThat(another.take()).isTrue();
    startAll();
    assertThat(feeds).noneMatch(SearchFeed::reindex);

    another.end();
    awaitAll();

    assertThat(builds).hasValue(1);
    assertThat(another.take()).as("given back").isTrue();
    assertThat(feeds).noneMatch(SearchFeed::reindex);
    another.end();
    assertThat(feeds.getFirst().reindex()).isTrue();
  }

  /// Counts how often an index is built from nothing.
  private record Counted(SearchIndex index, AtomicInteger builds) implements SearchIndex {
    @Override
    public void clear() {
      builds.incrementAndGet();
      index.clear();
    }

    @Override
    public Optional<String> sharedAs() {
      return index.sharedAs();
    }

    @Override
    public void lookAgain() {
      index.lookAgain();
    }

    @Override
    public Optional<String> cursor() {
      return index.cursor();
    }

    @Override
    public void apply(List<IndexChange> changes) {
      index.apply(changes);
    }

    @Override
    public void reached(String cursor) {
      index.reached(cursor);
    }

    @Override
    public void refresh() {
      index.refresh();
    }

    @Override
    public void commit() {
      index.commit();
    }

    @Override
    public SearchPage search(SearchQuery query) {
      return index.search(query);
    }

    @Override
    public String parameters() {
      return index.parameters();
    }

    @Override
    public void expect(String wanted) {
      index.expect(wanted);
    }

    @Override
    public SearchIndex beside(String parameters) {
      return index.beside(parameters);
    }

    @Override
    public void takeOver(SearchIndex built) {
      index.takeOver(built);
    }

    @Override
    public void close() {
      index.close();
    }
  }
}
