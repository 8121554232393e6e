package vn.tia.dicom.net;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import vn.tia.dicom.data.Dataset;

/// One operation that we asked the peer for, and the place where its answers are taken.
///
/// It holds one answer. Whoever brings the next one waits until that is taken, so a slow asker
/// slows its peer down. Only counts of sub-operations give way to newer ones.
final class Invocation {
  /// One response, with its data set or an empty one.
  record Answer(Command command, Dataset dataset) {

    /// Whether it only says how far a retrieval has come.
    private boolean isCount() {
      return command.isRetrieval() && command.status().isPending();
    }
  }

  private final int messageId;
  private final Invocations invocations;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private Optional<Answer> held = Optional.empty();
  private Optional<IOException> failure = Optional.empty();
  private boolean isAbandoned;

  Invocation(int messageId, Invocations invocations) {
    this.messageId = messageId;
    this.invocations = invocations;
  }

  int messageId() {
    return messageId;
  }

  /// Brings an answer, and waits until there is room for it.
  void deliver(Answer answer) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (held.filter(a -> !a.isCount()).isPresent() && !isAbandoned) {
        changed.await();
      }
      held = Optional.of(answer);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// No answer will come any more.
  void fail(IOException why) {
    lock.lock();
    try {
      failure = Optional.of(why);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Nobody takes answers any more.
  void abandon() {
    lock.lock();
    try {
      isAbandoned = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Whether an answer can be taken without waiting.
  boolean isAnswered() {
    lock.lock();
    try {
      return held.isPresent() || failure.isPresent();
    } finally {
      lock.unlock();
    }
  }

  /// The next answer, waited for while the peer is at work on something else that it sends, and
  /// this long where it is silent.
  ///
  /// @throws SocketTimeoutException if none came
  Answer next(Duration time) throws IOException {
    long since = System.nanoTime();
    lock.lock();
    try {
      while (held.isEmpty()) {
        if (failure.isPresent()) {
          throw failure.get();
        }
        long left = time.toNanos() - invocations.silentFor(since);
        if (left <= 0) {
          throw new SocketTimeoutException(
              "the peer did not answer within %d ms".formatted(time.toMillis()));
        }
        changed.awaitNanos(Math.min(left, TimeUnit.SECONDS.toNanos(1)));
      }
      Answer answer = held.get();
      held = Optional.empty();
      changed.signalAll();
      return answer;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for an answer", e);
    } finally {
      lock.unlock();
    }
  }
}
