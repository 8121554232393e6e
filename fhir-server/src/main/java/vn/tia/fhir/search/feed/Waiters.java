package vn.tia.fhir.search.feed;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Those who wait at the feed: searches for what was committed before them, and the feed itself for
/// something to do.
final class Waiters {
  /// How long a round waits for more entries to come where no search waits for them: its look-ups
  /// cost as much for one entry as for a hundred.
  private static final Duration GATHER = Duration.ofMillis(250);

  private final AtomicLong commits = new AtomicLong();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private volatile long seen = -1;
  /// How many searches wait for what was committed.
  private int searches;
  private long lastRound = System.nanoTime();
  private volatile boolean isClosed;

  /// Stands for all that this process has committed until now.
  long ticket() {
    return commits.get();
  }

  boolean isClosed() {
    return isClosed;
  }

  /// Lets nobody wait any more.
  void close() {
    isClosed = true;
    wake();
  }

  /// Notes a commit of this process.
  void wake() {
    commits.incrementAndGet();
    lock.lock();
    try {
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until searches see what the ticket stands for, at most so long; then answers whether
  /// they do.
  boolean await(long ticket, Duration timeout) {
    if (seen >= ticket) {
      // Most searches: nobody has to be woken for them.
      return true;
    }
    var nanos = timeout.toNanos();
    lock.lock();
    searches++;
    moved.signalAll();
    try {
      while (seen < ticket && nanos > 0 && !isClosed) {
        nanos = moved.awaitNanos(nanos);
      }
      return seen >= ticket;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      searches--;
      lock.unlock();
    }
  }

  boolean isSearchWaiting() {
    lock.lock();
    try {
      return searches > 0;
    } finally {
      lock.unlock();
    }
  }

  /// Lets searches go on that wait for no more than this ticket.
  void pass(long ticket) {
    lock.lock();
    try {
      seen = ticket;
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Sleeps until anything happens, at most so long.
  void nap(Duration whereSearchWaits, Duration otherwise) {
    lock.lock();
    try {
      moved.awaitNanos((searches > 0 ? whereSearchWaits : otherwise).toNanos());
    } catch (InterruptedException _) {
      isClosed = true;
    } finally {
      lock.unlock();
    }
  }

  /// Sleeps until the last round is some time ago, but not while a search waits.
  void gather() {
    lock.lock();
    try {
      var nanos = lastRound + GATHER.toNanos() - System.nanoTime();
      while (searches == 0 && nanos > 0 && !isClosed) {
        nanos = moved.awaitNanos(nanos);
      }
    } catch (InterruptedException _) {
      isClosed = true;
    } finally {
      lastRound = System.nanoTime();
      lock.unlock();
    }
  }

  /// Sleeps until the next commit of this process, at most so long.
  void pause(long ticket, Duration time) {
    var nanos = time.toNanos();
    lock.lock();
    try {
      while (commits.get() == ticket && nanos > 0 && !isClosed) {
        nanos = moved.awaitNanos(nanos);
      }
    } catch (InterruptedException _) {
      isClosed = true;
    } finally {
      lock.unlock();
    }
  }
}
