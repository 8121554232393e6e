package vn.tia.bridge.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tia.bridge.objects.Sealing;
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

  private record Waiting(
      NewInstance instance, Sealing bytes, CompletableFuture<Registered> outcome) {}

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

  /// Registers an instance whose bytes are durable or about to be so, and returns when its row is
  /// committed: behind its bytes.
  ///
  /// @throws IOException if the bytes can't be made durable: then there is no row
  /// @throws RuntimeException as the registry threw it; whether the row is there is then not known
  public Registered register(NewInstance instance, Sealing bytes)
      throws IOException, InterruptedException {
    if (isClosed) {
      throw new IllegalStateException("the registrar is closed");
    }
    var waiting = new Waiting(instance, bytes, new CompletableFuture<>());
    queue.put(waiting);
    if (!thread.isAlive()) {
      // Closed between the check and the put: nobody takes it any more.
      refuseWaiting();
    }
    try {
      return waiting.outcome().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UncheckedIOException broken) {
        throw broken.getCause();
      }
      throw e.getCause() instanceof RuntimeException cause
          ? cause : new IllegalStateException("registration failed", e.getCause());
    }
  }

  private void run() {
    List<Waiting> here = new ArrayList<>(BATCH_MAX);
    try {
      while (!isClosed) {
        if (here.isEmpty()) {
          // Never interrupted, since that would tear the database connection in mid-commit.
          Optional.ofNullable(queue.poll(POLL.toMillis(), TimeUnit.MILLISECONDS))
              .ifPresent(here::add);
        }
        queue.drainTo(here, BATCH_MAX - here.size());
        if (!here.isEmpty()) {
          register(taken(here));
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      queue.addAll(here);
    }
  }

  /// Takes those whose bytes are durable. Where there are none of these, all: what the rows know is
  /// read while their bytes are flushed.
  private static List<Waiting> taken(List<Waiting> here) {
    List<Waiting> batch = new ArrayList<>(here.size());
    here.removeIf(one -> one.bytes().isDone() && batch.add(one));
    if (batch.isEmpty()) {
      batch.addAll(here);
      here.clear();
    }
    return batch;
  }

  private void register(List<Waiting> batch) {
    try {
      var outcomes = registry.register(
          batch.stream().map(Waiting::instance).toList(), () -> awaitBytes(batch));
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

  private static void awaitBytes(List<Waiting> batch) {
    try {
      for (var one : batch) {
        one.bytes().await();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
