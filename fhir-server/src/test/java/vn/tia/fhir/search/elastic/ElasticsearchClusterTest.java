package vn.tia.fhir.search.elastic;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.tia.fhir.search.IndexDocuments.document;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import vn.tia.fhir.search.Clause;
import vn.tia.fhir.search.IndexChange;
import vn.tia.fhir.search.PageKey;
import vn.tia.fhir.search.SearchIndex;
import vn.tia.fhir.search.SearchQuery;
import vn.tia.fhir.search.SearchQuery.Page;
import vn.tia.fhir.search.SearchQuery.Total;
import vn.tia.fhir.search.SearchUnavailable;

/// Three nodes on loopback, of which one is killed while all of them index and search.
class ElasticsearchClusterTest {
  private static final int BATCHES = 30;
  private static final int BATCH = 50;
  private static final int KILLED_AFTER = 10;
  private static final int HEAP = 320;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static TestElasticsearch cluster;
  private static ElasticsearchSettings settings;
  private static SearchIndex index;

  // Batches that were refreshed, and batches that were begun.
  private final AtomicInteger seen = new AtomicInteger();
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicBoolean isDone = new AtomicBoolean();
  private final List<String> wrong = new ArrayList<>();

  @BeforeAll
  static void start() {
    cluster = TestElasticsearch.cluster(3, HEAP);
    settings = cluster.settings().with(2, 1);
    index = ElasticsearchSearchIndex.open(settings, "set");
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      index.close();
      cluster.close();
    }
  }

  @Test
  void losesNothingAndAnswersNothingWrongWhileANodeIsKilled() throws Exception {
    index.clear();
    var searcher = Thread.ofPlatform().start(this::searchOn);

    for (int batch = 0; batch < BATCHES; batch++) {
      if (batch == KILLED_AFTER) {
        kill();
      }
      feed(batch);
    }
    isDone.set(true);
    searcher.join();

    assertThat(wrong).isEmpty();
    assertThat(answered.get()).as("answers while the batches went in").isPositive();
    assertThat(all()).hasSize(BATCHES * BATCH);
    assertThat(count()).isEqualTo(BATCHES * BATCH);
    try (var reopened = ElasticsearchSearchIndex.open(settings, "set")) {
      assertThat(reopened.cursor()).contains(Integer.toString(BATCHES - 1));
    }
  }

  // The master and one more are left: a majority, with a copy of each shard.
  private static void kill() throws IOException {
    cluster.node(1).kill();
  }

  /// As the feed does: again and again until the batch is in, then visible, then noted.
  private void feed(int batch) {
    begun.set(batch + 1);
    var changes = new ArrayList<IndexChange>();
    for (int i = 0; i < BATCH; i++) {
      changes.add(document("r" + (batch * BATCH + i)).put());
    }
    var end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        index.apply(changes);
        index.reached(Integer.toString(batch));
        index.refresh();
        index.commit();
        seen.set(batch + 1);
        return;
      } catch (SearchUnavailable later) {
        assertThat(System.nanoTime()).as(later.getMessage()).isLessThan(end);
        Thread.onSpinWait();
      }
    }
  }

  private void searchOn() {
    while (!isDone.get()) {
      try {
        var least = seen.get() * BATCH;
        var count = count();
        var most = begun.get() * BATCH;
        answered.incrementAndGet();
        if (count < least || count > most) {
          wrong.add("%d resources where %d to %d were in".formatted(count, least, most));
        }
      } catch (SearchUnavailable unavailable) {
        Thread.yield();
      }
    }
  }

  private static long count() {
    return index.search(new SearchQuery("Patient", Set.of(1), new Clause.Everything(),
        new Page(List.of(), 0, Optional.empty(), Total.COUNTED), List.of()))
        .total().orElseThrow();
  }

  private static Set<String> all() {
    var ids = new HashSet<String>();
    var after = Optional.<PageKey>empty();
    do {
      var page = index.search(new SearchQuery("Patient", Set.of(1), new Clause.Everything(),
          new Page(List.of(), 500, after, Total.WHEN_FREE), List.of()));
      page.hits().forEach(hit -> assertThat(ids.add(hit.id())).as(hit.id()).isTrue());
      after = page.next();
    } while (after.isPresent());
    return ids;
  }
}
