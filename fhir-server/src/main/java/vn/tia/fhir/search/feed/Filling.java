package vn.tia.fhir.search.feed;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import vn.tia.fhir.search.SearchIndex;
import vn.tia.records.outbox.OutboxReader;
import vn.tia.records.resources.ResourceKey;
import vn.tia.records.resources.StoredResource;

/// Fills an empty index with all current resources, the values taken out on all processors.
record Filling(OutboxReader reader, IndexChanges changes, BooleanSupplier isStopped) {
  private static final int PAGE = 1_000;

  /// What is applied between two refreshes must be remembered by the index.
  private static final int REFRESH_EVERY = 50_000;

  /// Takes all in and notes the position from which the outbox goes on; answers how many there
  /// were. Where it was stopped before the end, no position is noted.
  ///
  /// @param progress is told how many are in
  long fill(SearchIndex index, LongConsumer progress) {
    var horizon = reader.horizon();
    // Entries from here on are kept until the index has them.
    reader.passed(SearchFeed.BUILDER, horizon);
    var count = 0L;
    var page = changes.resources().scan(Optional.empty(), PAGE);
    while (!page.isEmpty() && !isStopped.getAsBoolean()) {
      var next = next(page.getLast().key());
      index.apply(page.parallelStream().map(changes::put).toList());
      if (count / REFRESH_EVERY != (count + page.size()) / REFRESH_EVERY) {
        index.refresh();
      }
      count += page.size();
      progress.accept(count);
      // Says that somebody still builds.
      reader.passed(SearchFeed.BUILDER, horizon);
      page = join(next);
    }
    if (!isStopped.getAsBoolean()) {
      index.reached(horizon.toString());
      index.refresh();
    }
    return count;
  }

  /// Reads the next page while one is being taken in.
  private FutureTask<List<StoredResource>> next(ResourceKey after) {
    var task = new FutureTask<>(() -> changes.resources().scan(Optional.of(after), PAGE));
    Thread.ofVirtual().name("search-filling").start(task);
    return task;
  }

  private static List<StoredResource> join(FutureTask<List<StoredResource>> page) {
    try {
      return page.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause : new IllegalStateException("a page of resources could not be read", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the filling of the search index was interrupted");
    }
  }
}
