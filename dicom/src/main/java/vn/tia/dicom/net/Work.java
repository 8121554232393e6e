package vn.tia.dicom.net;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Counts the operations that run on a server, so that it stops between them and not within.
final class Work {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition none = lock.newCondition();
  private int running;
  private boolean isStopped;

  /// Starts an operation; false once the server stops.
  boolean begin() {
    lock.lock();
    try {
      if (isStopped) {
        return false;
      }
      running++;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Ends an operation.
  void end() {
    lock.lock();
    try {
      running--;
      none.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Lets no operation start any more, and waits this long for those that run.
  void stop(Duration time) throws InterruptedException {
    lock.lock();
    try {
      isStopped = true;
      long left = time.toNanos();
      while (running > 0 && left > 0) {
        left = none.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
