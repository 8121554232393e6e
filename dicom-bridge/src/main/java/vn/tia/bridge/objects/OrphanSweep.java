package vn.tia.bridge.objects;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Removes the objects that no row names: what a crash left between the bytes and the commit.
///
/// @param ageMin how old an object must be; 24 hours by default, far beyond any open transaction
public record OrphanSweep(ObjectStore store, References references, Duration ageMin) {

  /// The default of `ageMin`.
  public static final Duration DAY = Duration.ofHours(24);

  /// Bounds one question to the records.
  private static final int BATCH = 1_000;

  /// Answers which of these objects are named by a row.
  @FunctionalInterface
  public interface References {
    Set<ObjectId> among(List<ObjectId> ids);
  }

  /// Sweeps the objects made since an earlier sweep, and returns how many went.
  ///
  /// @param from the `until` of the last sweep, or [Instant#EPOCH]
  /// @param now the present; objects younger than `ageMin` stay
  public int sweep(Instant from, Instant now) throws IOException {
    int removed = 0;
    try (var made = store.made(from, now.minus(ageMin))) {
      var batch = new ArrayList<ObjectId>(BATCH);
      var ids = made.iterator();
      while (ids.hasNext()) {
        batch.add(ids.next());
        if (batch.size() == BATCH || !ids.hasNext()) {
          removed += removeOrphans(List.copyOf(batch));
          batch.clear();
        }
      }
    }
    return removed;
  }

  private int removeOrphans(List<ObjectId> ids) throws IOException {
    var named = references.among(ids);
    int removed = 0;
    for (var id : ids) {
      if (!named.contains(id) && store.delete(id)) {
        removed++;
      }
    }
    return removed;
  }
}
