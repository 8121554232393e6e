package vn.tia.dicom.net;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import vn.tia.dicom.data.Dataset;

/// The operations that the peer of an association asks for, each performed on a thread of its own:
/// as many at once as the window that was agreed on, the next one waits (PS3.7 annex D.3.3.3).
///
/// So a C-CANCEL is heard, and answers come in the order in which operations end. The bytes of a
/// data set are read by the operation; what follows them is not read before.
final class ServedOperations {
  private final Operations operations;
  private final MessageWriter writer;
  private final Work work;
  private final Semaphore window;
  private final Set<Performance> running = ConcurrentHashMap.newKeySet();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

  /// What performs operations, at most `windowMax` at once, 0 for any number.
  ServedOperations(Operations operations, MessageWriter writer, Work work, int windowMax) {
    this.operations = operations;
    this.writer = writer;
    this.work = work;
    this.window = new Semaphore(windowMax == 0 ? OPERATIONS_MAX : windowMax);
  }

  /// Where any number was agreed on.
  static final int OPERATIONS_MAX = 100;

  boolean areRunning() {
    return !running.isEmpty();
  }

  /// Ends the operation with this message id, if it still runs.
  void cancel(int messageId) {
    running.stream()
        .filter(performance -> performance.command().messageId() == messageId)
        .forEach(Performance::cancel);
  }

  /// Waits this long for what runs to be answered.
  void finish(Duration time) {
    long deadline = System.nanoTime() + time.toNanos();
    try {
      for (Thread thread : threads) {
        thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Gives up what runs, as nobody listens any more, and waits for its end.
  void abandon() {
    running.forEach(Performance::abandon);
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Starts an operation, and returns once its data set was read.
  ///
  /// @throws StoppedException if the server stops
  void perform(Message asked, DatasetStream dataset) throws IOException, InterruptedException {
    if (!window.tryAcquire()) {
      if (isGetting()) {
        refuse(asked, dataset);
        return;
      }
      window.acquire();
    }
    if (!work.begin()) {
      throw new StoppedException();
    }
    var message = new Message(asked.context(), asked.command().named());
    var performance = new Performance(message, writer);
    running.add(performance);
    Thread thread =
        Thread.ofVirtual().name("dicom-operation").unstarted(() -> run(performance, dataset));
    threads.add(thread);
    thread.start();
    dataset.awaitEnd();
    if (dataset.failure().isPresent()) {
      throw dataset.failure().get();
    }
  }

  /// A C-GET waits for answers to its sub-operations: a request before them can't wait for it.
  private boolean isGetting() {
    return running.stream().anyMatch(p -> p.command().field() == Command.C_GET_RQ);
  }

  private void refuse(Message message, DatasetStream dataset) throws IOException {
    dataset.drain();
    Status status = Status.RESOURCE_LIMITATION.withComment("more operations than agreed on");
    new Performance(message, writer)
        .answer(message.command().response(status, Command.Body.NONE), Dataset.EMPTY);
  }

  private void run(Performance performance, DatasetStream dataset) {
    try {
      Operations.Reply reply = operations.perform(performance, dataset);
      // Before the answer: who has it may ask for the next operation at once.
      running.remove(performance);
      window.release();
      if (dataset.failure().isEmpty()) {
        performance.answer(reply.response(), reply.dataset());
      }
    } finally {
      dataset.giveUp();
      work.end();
      performance.end();
      threads.remove(Thread.currentThread());
    }
  }
}
