package vn.tia.bridge.web.stow;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import vn.tia.bridge.store.Received;
import vn.tia.bridge.web.stow.StowReport.Entry;

/// Makes the instances of one request durable, some at once while the next ones still come.
final class Completions implements AutoCloseable {

  private final Semaphore slots;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<Entry>> entries = new ArrayList<>();

  Completions(int inFlight) {
    this.slots = new Semaphore(inFlight);
  }

  /// Takes an instance whose bytes have come; waits where too many are under way.
  void add(Received received) throws InterruptedException {
    slots.acquire();
    entries.add(threads.submit(() -> {
      try (received) {
        return Entry.of(received.complete());
      } finally {
        slots.release();
      }
    }));
  }

  /// Takes what is no instance.
  void add(Entry entry) {
    entries.add(CompletableFuture.completedFuture(entry));
  }

  /// How all ended, in the order in which they came.
  List<Entry> await() throws IOException {
    List<Entry> ended = new ArrayList<>(entries.size());
    for (var entry : entries) {
      try {
        ended.add(entry.get());
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("stopped while instances were stored");
      } catch (ExecutionException e) {
        if (e.getCause() instanceof IOException broken) {
          throw broken;
        }
        throw e.getCause() instanceof RuntimeException failed
            ? failed : new IllegalStateException("a store failed", e.getCause());
      }
    }
    return ended;
  }

  /// Waits for those under way.
  @Override
  public void close() {
    threads.close();
  }
}
