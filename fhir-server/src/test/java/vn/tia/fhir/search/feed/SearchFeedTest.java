package vn.tia.fhir.search.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.SearchParameter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.fhir.search.Clause;
import vn.tia.fhir.search.SearchQuery;
import vn.tia.fhir.search.SearchQuery.Page;
import vn.tia.fhir.search.extract.Extraction;
import vn.tia.fhir.search.extract.Parameters;
import vn.tia.fhir.search.lucene.LuceneSearchIndex;
import vn.tia.mapping.fhir.FhirJson;
import vn.tia.records.database.Database;
import vn.tia.records.facilities.FacilityProfile;
import vn.tia.records.outbox.Cursor;
import vn.tia.records.outbox.Outbox;
import vn.tia.records.outbox.OutboxReader;
import vn.tia.records.resources.Resources;
import vn.tia.records.testkit.TestDatabase;
import vn.tia.records.testkit.TestFacilities;

class SearchFeedTest {
  @TempDir
  private Path directory;

  private final Database database = TestDatabase.fresh();
  private final int facility = TestFacilities.first(database).id();
  private final Outbox outbox = new Outbox(database);
  private final OutboxReader reader = new OutboxReader(database);
  private final Resources resources = new Resources(database, outbox, Clock.systemUTC());
  private LuceneSearchIndex index;

  @BeforeEach
  void open() {
    index = LuceneSearchIndex.open(directory, "set 1");
  }

  @AfterEach
  void close() {
    index.close();
    database.close();
  }

  private SearchFeed feed() {
    return feed(() -> schema("set 1"));
  }

  private SearchFeed feed(Supplier<SearchSchema> schemas) {
    return SearchFeed.start(index, schema("set 1"),
        new SearchFeed.Sources(database, outbox, resources, schemas));
  }

  private static SearchSchema schema(String name) {
    var context = FhirJson.context();
    var parameters = new Parameters(context);
    return new SearchSchema(
        name, parameters, new Extraction(context, parameters, FacilityProfile.ZONE));
  }

  private void noteBuilder(Duration ago) {
    reader.passed(SearchFeed.BUILDER, reader.horizon());
    database.jdbc().sql("UPDATE outbox_consumer SET moved = now() - ? * interval '1 second' "
        + "WHERE name = ?").params(ago.toSeconds(), SearchFeed.BUILDER).update();
  }

  private boolean isBuilderNoted() {
    return database.jdbc().sql("SELECT count(*) FROM outbox_consumer WHERE name = ?")
        .param(SearchFeed.BUILDER).query(Integer.class).single() > 0;
  }

  @Test
  void keepsEntriesInTheOutboxUntilTheIndexHasThem() {
    var future = Instant.now().plusSeconds(60);
    try (var feed = feed()) {
      resources.put(facility, new Patient());
      assertThat(feed.await(feed.ticket(), Duration.ofSeconds(20))).isTrue();
    }
    resources.put(facility, new Patient());

    outbox.prune(future, 100);

    var position = Cursor.parse(index.cursor().orElseThrow());
    assertThat(reader.after(Cursor.START, 100)).hasSize(1)
        .allSatisfy(entry -> assertThat(entry.cursor()).isGreaterThan(position));
  }

  @Test
  void buildsAnewAnIndexThatIsAheadOfARestoredDatabase() {
    index.reached("900000000000/1");
    index.commit();
    resources.put(facility, new Patient());

    try (var feed = feed()) {
      assertThat(feed.await(feed.ticket(), Duration.ofSeconds(20))).isTrue();
    }

    assertThat(reader.knows(Cursor.parse(index.cursor().orElseThrow()))).isTrue();
  }

  @Test
  void keepsNoEntriesForABuildThatDiedWithItsProcess() {
    noteBuilder(SearchFeed.SILENT.plusMinutes(1));
    try (var feed = feed()) {
      assertThat(feed.await(feed.ticket(), Duration.ofSeconds(20))).isTrue();

      assertThat(isBuilderNoted()).isFalse();
    }
    noteBuilder(Duration.ofMinutes(1));
    try (var feed = feed()) {
      assertThat(feed.await(feed.ticket(), Duration.ofSeconds(20))).isTrue();

      assertThat(isBuilderNoted()).as("another process builds").isTrue();
    }
  }

  @Test
  void goesOverToTheSetOfParametersThatIsWanted() throws InterruptedException {
    var wanted = new AtomicReference<>(schema("set 1"));
    try (var feed = feed(wanted::get)) {
      resources.put(facility, new Patient());
      assertThat(feed.await(feed.ticket(), Duration.ofSeconds(20))).isTrue();
      wanted.set(schema("set 2"));

      resources.put(facility, new SearchParameter());

      var end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (!index.parameters().equals("set 2") && System.nanoTime() < end) {
        Thread.sleep(10);
      }
      ended(feed);
      assertThat(feed.schema()).isSameAs(wanted.get());
      assertThat(feed.isFor(wanted.get())).isTrue();
      assertThat(feed.isFor(schema("set 1"))).isFalse();
    }
    index.close();
    index = LuceneSearchIndex.open(directory, "set 2");
    assertThat(index.cursor()).as("it survives a restart").isPresent();
  }

  @Test
  void buildsAnewBesideTheLiveIndexWhileWritesGoOn() throws InterruptedException {
    try (var feed = feed()) {
      resources.put(facility, new Patient());
      assertThat(feed.await(feed.ticket(), Duration.ofSeconds(20))).isTrue();

      assertThat(feed.reindex()).isTrue();
      for (int i = 0; i < 20; i++) {
        resources.put(facility, new Patient());
      }
      ended(feed);
      assertThat(feed.reindexing().state()).isEqualTo(Reindexing.State.DONE);
      resources.put(facility, new Patient());
      assertThat(feed.await(feed.ticket(), Duration.ofSeconds(20))).isTrue();

      assertThat(index.search(new SearchQuery("Patient", Set.of(facility),
          new Clause.Everything(), Page.first(100), List.of())).hits()).hasSize(22);
    }
  }

  private static void ended(SearchFeed feed) throws InterruptedException {
    var end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (feed.reindexing().state() == Reindexing.State.RUNNING && System.nanoTime() < end) {
      Thread.sleep(10);
    }
  }

  @Test
  void letsNoSearchGoOnBeforeWhatAnOlderTransactionHoldsBack() throws Exception {
    try (var feed = feed(); var older = database.dataSource().getConnection()) {
      assertThat(feed.await(feed.ticket(), Duration.ofSeconds(20))).isTrue();
      older.setAutoCommit(false);
      older.createStatement().execute("SELECT pg_current_xact_id()");
      resources.put(facility, new Patient());
      var written = feed.ticket();

      assertThat(feed.await(written, Duration.ofMillis(700))).isFalse();
      older.rollback();

      assertThat(feed.await(written, Duration.ofSeconds(20))).isTrue();
      assertThat(index.search(new SearchQuery("Patient", Set.of(facility),
          new Clause.Everything(), Page.first(100), List.of())).hits()).hasSize(1);
    }
  }
}
