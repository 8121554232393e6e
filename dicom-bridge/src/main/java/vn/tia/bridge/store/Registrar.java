package vn.tia.bridge.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tia.records.database.RecordsUnavailable;
import vn.tia.records.studies.NewInstance;
import vn.tia.records.studies.Registered;
import vn.tia.records.studies.StudyRegistry;

/// Group commit: all senders that wait at one moment share one transaction.
///
/// Whatever queues up while one transaction commits goes into the next; so one sender has no delay,
/// and many cost one commit. Each sender waits here, so the queue is never longer than there are
/// senders.
public final class Registrar implements AutoCloseable {

  /// How many instances share a transaction. 64: beyond it a commit costs nothing per instance any
  /// more, and one bad instance makes few others wait while the batch is tried again singly.
  public static final int BATCH_MAX = 64;

  /// How soon it sees that it was closed.
  private static final Duration POLL = Duration.ofMillis(200);

  private static final Logger LOG = LoggerFactory.getLogger(Registrar.class);

  private record Waiting(NewInstance instance, CompletableFuture<Registered> outcome) {}

  private final StudyRegistry registry;
  private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
  private final Thread thread;
  private volatile boolean isClosed;

  private Registrar(StudyRegistry registry) {
    this.registry = registry;
    this.thread = Thread.ofVirtual().name("registrar").unstarted(this::run);
  }

  public static Registrar start(StudyRegistry registry) {
    var registrar = new Registrar(registry);
    registrar.thread.start();
    return registrar;
  }

  /// Registers an instance, and returns when its row is committed.
  ///
  /// @throws RuntimeException as the registry threw it; whether the row is there is then not known
  public Registered register(NewInstance instance) throws InterruptedException {
    if (isClosed) {
      throw new IllegalStateException("the registrar is closed");
    }
    var waiting = new Waiting(instance, new CompletableFuture<>());
    queue.put(waiting);
    if (!thread.isAlive()) {
      // Closed between the check and the put: nobody takes it any more.
      refuseWaiting();
    }
    try {
      return waiting.outcome().get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause : new IllegalStateException("registration failed", e.getCause());
    }
  }

  private void run() {
    try {
      while (!isClosed) {
        // Never interrupted, since that would tear the database connection in mid-commit.
        var first = queue.poll(POLL.toMillis(), TimeUnit.MILLISECONDS);
        if (first != null) {
          List<Waiting> batch = new ArrayList<>(BATCH_MAX);
          batch.add(first);
          queue.drainTo(batch, BATCH_MAX - 1);
          register(batch);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void register(List<Waiting> batch) {
    try {
      var outcomes = registry.register(batch.stream().map(Waiting::instance).toList());
      for (int i = 0; i < outcomes.size(); i++) {
        batch.get(i).outcome().complete(outcomes.get(i));
      }
    } catch (RecordsUnavailable e) {
      batch.forEach(one -> one.outcome().completeExceptionally(e));
    } catch (RuntimeException e) {
      LOG.warn("a batch of {} instances failed: {}", batch.size(), e.getClass().getName());
      retry(batch, e);
    }
  }

  /// One by one, so that a bad instance fails alone.
  private void retry(List<Waiting> batch, RuntimeException failure) {
    if (batch.size() == 1) {
      batch.getFirst().outcome().completeExceptionally(failure);
      return;
    }
    batch.forEach(one -> register(List.of(one)));
  }

  /// Registers whom it has taken, refuses the others, and ends.
  @Override
  public void close() throws InterruptedException {
    isClosed = true;
    thread.join();
    refuseWaiting();
  }

  private void refuseWaiting() {
    queue.forEach(one -> one.outcome().completeExceptionally(
        new IllegalStateException("the registrar is closed")));
  }
}
