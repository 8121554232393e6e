package vn.tia.fhir.search.feed;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tia.fhir.search.SearchIndex;
import vn.tia.fhir.search.SearchUnavailable;
import vn.tia.fhir.search.feed.Reindexing.State;
import vn.tia.records.database.Database;
import vn.tia.records.outbox.Cursor;
import vn.tia.records.outbox.Outbox;
import vn.tia.records.outbox.OutboxReader;
import vn.tia.records.resources.Resources;

/// Follows the outbox into the search index on a virtual thread until closed, at once after a
/// commit of this process and by polling for the commits of others.
///
/// Where the index has no position, it is built from all current resources first; until that is
/// done [#isReady] is false and searches must not be answered.
public final class SearchFeed implements AutoCloseable {
  /// The name under which the outbox keeps entries for the index until they are in it.
  static final String CONSUMER = "search-index";
  /// The same for an index that is being built.
  static final String BUILDER = "search-index-builder";
  /// Entries per round: some tens of milliseconds of work.
  static final int BATCH_MAX = 500;
  static final Duration POLL = Duration.ofMillis(200);
  /// How long what is in the index may wait to be seen where no search waits for it: to make it
  /// visible costs more than to take some hundred resources in.
  static final Duration REFRESH_EVERY = Duration.ofSeconds(1);
  /// How soon is looked again while a transaction still runs that holds back what a search waits
  /// for: such transactions take some milliseconds.
  static final Duration HELD_BACK = Duration.ofMillis(5);
  static final Duration BACK_OFF = Duration.ofSeconds(2);
  /// A build that has told nothing of itself for so long ended with its process.
  static final Duration SILENT = Duration.ofMinutes(10);
  /// How long after the begin of a build that failed another one begins.
  static final Duration BUILD_AGAIN = Duration.ofSeconds(30);
  /// How much is indexed again after a crash, against what a commit costs.
  static final Duration COMMIT_EVERY = Duration.ofSeconds(5);

  /// How the keys of entries begin that may change the set of search parameters.
  private static final String DEFINITIONS = "SearchParameter/";

  private static final Logger LOG = LoggerFactory.getLogger(SearchFeed.class);

  /// What searches may wait for next: a ticket, and where in the outbox all of it is passed.
  private record Due(long ticket, Cursor upTo) {}

  private final SearchIndex index;
  private final OutboxReader reader;
  private final Sources sources;
  private final BuildRight right;
  private final SideBuild side;
  private final Outbox.Registration registration;
  private final Thread thread;
  private final Waiters waiters = new Waiters();
  private Optional<Due> due = Optional.empty();
  private long lastCommit = System.nanoTime();
  private long lastRefresh = System.nanoTime();
  /// Whether changes are in the index that searches don't see yet.
  private boolean isUnseen;
  private boolean isDirty;
  private volatile boolean isReady;
  private volatile Optional<String> error = Optional.empty();
  private volatile SearchSchema schema;
  private SearchSchema wanted;
  private boolean isSchemaDoubted = true;
  private long nextBuild = System.nanoTime();

  private SearchFeed(SearchIndex index, SearchSchema schema, Sources sources) {
    this.index = index;
    this.schema = schema;
    this.wanted = schema;
    this.sources = sources;
    this.reader = new OutboxReader(sources.database());
    this.right = BuildRight.of(index, sources.database());
    this.side = new SideBuild(reader, sources.resources(), right, waiters);
    this.registration = sources.outbox().listen(waiters::wake);
    this.thread = Thread.ofVirtual().name("search-feed").unstarted(this::run);
  }

  /// What the index is fed from.
  ///
  /// @param schemas reads which set of search parameters is wanted now
  public record Sources(
      Database database, Outbox outbox, Resources resources, Supplier<SearchSchema> schemas) {}

  /// Starts to feed the index; it stays the caller's to close, after this.
  ///
  /// @param schema what the index was opened for
  public static SearchFeed start(SearchIndex index, SearchSchema schema, Sources sources) {
    var feed = new SearchFeed(index, schema, sources);
    feed.thread.start();
    return feed;
  }

  /// What the live index was made by.
  public SearchSchema schema() {
    return schema;
  }

  /// Which set of search parameters is to be searched by: the live one's, or one that is being
  /// built for.
  public SearchSchema wanted() {
    return sources.schemas().get();
  }

  /// Whether the live index is for that set of search parameters: asked after a search, it says
  /// whether the search was understood as the index was made.
  public boolean isFor(SearchSchema asked) {
    return index.parameters().equals(asked.name());
  }

  /// Whether the index holds all that was there when this process started.
  public boolean isReady() {
    return isReady;
  }

  /// What the feed fails at now, empty while it works: for the health page.
  public Optional<String> error() {
    return error;
  }

  /// Stands for all that this process has committed until now.
  public long ticket() {
    return waiters.ticket();
  }

  /// Waits until searches see what the ticket stands for, at most so long; then answers whether
  /// they do.
  public boolean await(long ticket, Duration timeout) {
    return waiters.await(ticket, timeout);
  }

  /// Stops after the round that is being worked on, and commits it.
  @Override
  public void close() {
    registration.close();
    waiters.close();
    try {
      thread.join();
      side.join();
      right.end();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private IndexChanges changes() {
    return new IndexChanges(sources.resources(), schema.extraction());
  }

  private void run() {
    var isOurs = false;
    while (!waiters.isClosed()) {
      try {
        due = due.or(() -> Optional.of(new Due(waiters.ticket(), reader.newest())));
        lookAtSchema();
        isOurs = isOurs || isKnown(index.cursor());
        var isMore = isOurs && index.cursor().isPresent()
            ? follow(index.cursor().get())
            : rebuild();
        takeOverWhatIsBuilt();
        error = Optional.empty();
        if (!isMore) {
          if (!isReady) {
            reader.forget(BUILDER, SILENT);
            refresh();
            isReady = true;
          }
          settle(due.orElseThrow());
        }
      } catch (RuntimeException failure) {
        // Another process may have built the index for what this one hasn't heard of yet.
        isSchemaDoubted = true;
        report(failure);
        waiters.pause(waiters.ticket(), BACK_OFF);
      }
    }
    try {
      commitIfDirty();
    } catch (SearchUnavailable unavailable) {
      LOG.warn("Some changes will be indexed again at the next start: {}",
          unavailable.getMessage());
    }
  }

  /// Whether a position is one of our outbox.
  private boolean isKnown(Optional<String> position) {
    return position.map(Cursor::parse).filter(reader::knows).isPresent();
  }

  private boolean rebuild() {
    var isOurTurn = right.take();
    index.lookAgain();
    if (!isOurTurn) {
      waiters.pause(waiters.ticket(), BACK_OFF);
      return true;
    }
    if (isKnown(index.cursor())) {
      // Another process has just built it.
      right.end();
      return true;
    }
    var start = System.nanoTime();
    index.clear();
    var count =
        new Filling(reader, changes(), waiters::isClosed).fill(index, _ -> right.take());
    if (!waiters.isClosed()) {
      commit();
      reader.forget(BUILDER);
      right.end();
      LOG.info("Built the search index of {} resources in {} ms.", count,
          Duration.ofNanos(System.nanoTime() - start).toMillis());
    }
    return true;
  }

  /// Begins to build the index anew beside the live one, which goes on to answer until the new one
  /// has all that it has; false where that is going on already.
  public boolean reindex() {
    return isReady && !waiters.isClosed() && side.begin(index, wanted());
  }

  /// How the last building beside the live index stands.
  public Reindexing reindexing() {
    return side.standing();
  }

  /// Goes over to the set of search parameters that is wanted: to an index that another process
  /// has built for it, else by building one.
  private void lookAtSchema() {
    if (isSchemaDoubted) {
      wanted = sources.schemas().get();
      isSchemaDoubted = false;
    }
    if (wanted.name().equals(schema.name())) {
      return;
    }
    index.expect(wanted.name());
    if (index.parameters().equals(wanted.name())) {
      schema = wanted;
    } else if (isReady && System.nanoTime() - nextBuild >= 0) {
      nextBuild = System.nanoTime() + BUILD_AGAIN.toNanos();
      side.begin(index, wanted);
    }
  }

  /// Answers from the index that was built, between two rounds.
  private void takeOverWhatIsBuilt() {
    var built = side.take();
    if (built.isEmpty()) {
      return;
    }
    try {
      side.catchUp(built.get());
      index.takeOver(built.get().index());
      schema = built.get().schema();
      commit();
      nextBuild = System.nanoTime();
      side.end(State.DONE);
    } catch (RuntimeException failure) {
      side.end(State.FAILED);
      throw failure;
    }
  }

  private boolean follow(String cursor) {
    var entries = reader.after(Cursor.parse(cursor), BATCH_MAX);
    if (!entries.isEmpty()) {
      isSchemaDoubted |= entries.stream().anyMatch(entry -> entry.key().startsWith(DEFINITIONS));
      index.apply(changes().of(entries));
      index.reached(entries.getLast().cursor().toString());
      isDirty = true;
      isUnseen = true;
    }
    var isMore = entries.size() == BATCH_MAX;
    if (isMore && isRefreshDue()) {
      refresh();
    }
    if (isDirty && System.nanoTime() - lastCommit > COMMIT_EVERY.toNanos()) {
      commitIfDirty();
    }
    return isMore;
  }

  private boolean isRefreshDue() {
    return System.nanoTime() - lastRefresh >= REFRESH_EVERY.toNanos();
  }

  private void refresh() {
    if (isUnseen) {
      index.refresh();
      isUnseen = false;
      lastRefresh = System.nanoTime();
    }
  }

  // What survives a crash in the index need not be kept in the outbox for it.
  private void commit() {
    index.commit();
    index.cursor().ifPresent(at -> reader.passed(CONSUMER, Cursor.parse(at)));
  }

  private void commitIfDirty() {
    if (isDirty) {
      commit();
      isDirty = false;
      lastCommit = System.nanoTime();
    }
  }

  /// Lets searches go on that wait for what is due, or waits for the transactions before it, or
  /// for more where no search waits and the last refresh was a moment ago.
  private void settle(Due next) {
    var at = index.cursor().map(Cursor::parse).orElse(Cursor.START);
    if (at.compareTo(next.upTo()) < 0) {
      waiters.nap(HELD_BACK, POLL);
      return;
    }
    due = Optional.empty();
    if (isUnseen && !waiters.isSearchWaiting() && !isRefreshDue()) {
      waiters.gather();
      return;
    }
    refresh();
    waiters.pass(next.ticket());
    waiters.pause(next.ticket(), POLL);
    waiters.gather();
  }

  // Of others the class only: a message may quote a resource.
  private void report(RuntimeException failure) {
    var reason = failure instanceof SearchUnavailable unavailable
        ? unavailable.getMessage()
        : failure.getClass().getName();
    error = Optional.of("the search feed failed: " + reason);
    LOG.warn("The search feed failed, next try in {} ms: {}", BACK_OFF.toMillis(), reason);
  }
}
