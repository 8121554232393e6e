package vn.tia.fhir.search.feed;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import vn.tia.fhir.search.SearchIndex;
import vn.tia.records.outbox.OutboxReader;

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
      index.apply(page.parallelStream().map(changes::put).toList());
      if (count / REFRESH_EVERY != (count + page.size()) / REFRESH_EVERY) {
        index.refresh();
      }
      count += page.size();
      progress.accept(count);
      // Says that somebody still builds.
      reader.passed(SearchFeed.BUILDER, horizon);
      page = changes.resources().scan(Optional.of(page.getLast().key()), PAGE);
    }
    if (!isStopped.getAsBoolean()) {
      index.reached(horizon.toString());
      index.refresh();
    }
    return count;
  }
}
