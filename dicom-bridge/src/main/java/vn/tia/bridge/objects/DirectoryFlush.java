package vn.tia.bridge.objects;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// Flushes directories, once for all who wait for the same one.
///
/// A flush covers what was renamed before it began. So who comes while one is under way waits for
/// the next, which is the next of all others who came meanwhile.
final class DirectoryFlush {

  private final Flush flush;
  private final ReentrantLock turn = new ReentrantLock();
  private final Map<Path, CompletableFuture<Boolean>> waiting = new ConcurrentHashMap<>();

  DirectoryFlush(Flush flush) {
    this.flush = flush;
  }

  /// Returns when the names that the directory holds now survive a power cut.
  void flush(Path directory) throws IOException {
    var mine = new CompletableFuture<Boolean>();
    var group = waiting.merge(directory, mine, (first, _) -> first);
    if (group == mine) {
      lead(directory, group);
    }
    try {
      group.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof IOException failed ? failed : new IOException(e.getCause());
    }
  }

  private void lead(Path directory, CompletableFuture<Boolean> group) {
    turn.lock();
    try {
      // From here on nobody joins.
      waiting.remove(directory);
      try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        flush.flush(channel);
      }
      group.complete(true);
    } catch (IOException | RuntimeException e) {
      group.completeExceptionally(e);
    } finally {
      turn.unlock();
    }
  }
}
