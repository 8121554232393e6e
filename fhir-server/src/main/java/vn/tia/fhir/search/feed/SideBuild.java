package vn.tia.fhir.search.feed;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tia.fhir.search.SearchIndex;
import vn.tia.fhir.search.feed.Reindexing.State;
import vn.tia.records.outbox.Cursor;
import vn.tia.records.outbox.OutboxReader;
import vn.tia.records.resources.Resources;

/// Builds an index beside the live one on a thread of its own, until it is whole and may take over.
final class SideBuild {
  private static final Logger LOG = LoggerFactory.getLogger(SideBuild.class);

  private final OutboxReader reader;
  private final Resources resources;
  private final BuildRight right;
  private final Waiters waiters;
  private volatile Reindexing standing = Reindexing.NONE;
  private volatile Optional<Built> built = Optional.empty();
  private Optional<Thread> thread = Optional.empty();

  /// An index that has all that the live one has, or nearly, and what it was made by.
  record Built(SearchIndex index, SearchSchema schema) {}

  /// @param waiters are woken when there is something to take over
  SideBuild(
      OutboxReader reader, Resources resources, BuildRight right, Waiters waiters) {
    this.reader = reader;
    this.resources = resources;
    this.right = right;
    this.waiters = waiters;
  }

  /// Begins; false where one is going on already, here or in another process.
  synchronized boolean begin(SearchIndex live, SearchSchema schema) {
    if (standing.state() == State.RUNNING || !right.take()) {
      return false;
    }
    standing = new Reindexing(State.RUNNING, 0);
    thread = Optional.of(Thread.ofVirtual().name("search-builder")
        .start(() -> build(live, schema)));
    return true;
  }

  Reindexing standing() {
    return standing;
  }

  /// The one that is whole, once.
  Optional<Built> take() {
    var whole = built;
    built = Optional.empty();
    return whole;
  }

  /// Says how it ended; nothing is kept in the outbox for it any more.
  void end(State state) {
    standing = new Reindexing(state, standing.resources());
    reader.forget(SearchFeed.BUILDER);
    right.end();
  }

  void join() throws InterruptedException {
    if (thread.isPresent()) {
      thread.get().join();
    }
  }

  private void build(SearchIndex live, SearchSchema schema) {
    try {
      var beside = live.beside(schema.name());
      var changes = new IndexChanges(resources, schema.extraction());
      new Filling(reader, changes, waiters::isClosed).fill(beside, count -> {
        standing = new Reindexing(State.RUNNING, count);
        right.take();
      });
      while (!waiters.isClosed() && follow(beside, changes)) {
        Thread.onSpinWait();
      }
      if (!waiters.isClosed()) {
        built = Optional.of(new Built(beside, schema));
        waiters.wake();
      }
    } catch (RuntimeException failure) {
      LOG.warn("The search index could not be built anew: {}", failure.getClass().getName());
      fail();
    }
  }

  private void fail() {
    try {
      end(State.FAILED);
    } catch (RuntimeException unreachable) {
      LOG.warn("The outbox is kept for a search index that is not built any more: {}",
          unreachable.getClass().getName());
    }
  }

  /// Brings it to where the outbox is.
  void catchUp(Built whole) {
    var changes = new IndexChanges(resources, whole.schema().extraction());
    while (follow(whole.index(), changes)) {
      LOG.debug("The new search index still catches up.");
    }
  }

  /// Takes a round of the outbox in; answers whether there is more.
  private boolean follow(SearchIndex beside, IndexChanges changes) {
    var entries = reader.after(
        Cursor.parse(beside.cursor().orElseThrow()), SearchFeed.BATCH_MAX);
    if (!entries.isEmpty()) {
      beside.apply(changes.of(entries));
      beside.reached(entries.getLast().cursor().toString());
      beside.refresh();
    }
    return entries.size() == SearchFeed.BATCH_MAX;
  }
}
