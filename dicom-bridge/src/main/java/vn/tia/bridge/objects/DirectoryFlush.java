package vn.tia.bridge.objects;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// Flushes directories, once for all who wait for the same one.
///
/// A flush covers what was renamed before it began. So who comes while one is under way waits for
/// the next, which is the next of all others who came meanwhile. The directory that was flushed
/// last stays open: it is that of all objects of a minute.
final class DirectoryFlush implements AutoCloseable {

  private final Flush flush;
  private final ReentrantLock turn = new ReentrantLock();
  private final Map<Path, CompletableFuture<Boolean>> waiting = new ConcurrentHashMap<>();
  private Optional<Last> last = Optional.empty();

  private record Last(Path directory, FileChannel channel) {}

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
      flush.flush(open(directory));
      group.complete(true);
    } catch (IOException | RuntimeException e) {
      group.completeExceptionally(e);
      forget();
    } finally {
      turn.unlock();
    }
  }

  private FileChannel open(Path directory) throws IOException {
    if (last.filter(one -> one.directory().equals(directory)).isEmpty()) {
      forget();
      last = Optional.of(
          new Last(directory, FileChannel.open(directory, StandardOpenOption.READ)));
    }
    return last.orElseThrow().channel();
  }

  private void forget() {
    try {
      if (last.isPresent()) {
        last.get().channel().close();
      }
    } catch (IOException _) {
      // It was only read.
    }
    last = Optional.empty();
  }

  @Override
  public void close() {
    turn.lock();
    try {
      forget();
    } finally {
      turn.unlock();
    }
  }
}
