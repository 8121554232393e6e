package vn.tia.hl7.mllp;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// The time by which a connection must have done its next thing; it is closed when that passes.
///
/// One virtual thread watches one connection. Closing the socket ends reads, writes and TLS
/// handshakes alike, which a read timeout doesn't: a peer that sends one byte per second resets it.
final class Deadline implements AutoCloseable {

  private final Closeable connection;
  private final Thread watcher;
  private volatile long dueNanos;
  private volatile boolean stopped;
  private volatile boolean expired;

  Deadline(Closeable connection, Duration first) {
    this.connection = connection;
    this.dueNanos = System.nanoTime() + first.toNanos();
    this.watcher = Thread.ofVirtual().name("mllp-deadline").start(this::watch);
  }

  /// Gives the connection this much time from now for its next thing.
  void within(Duration time) {
    long before = dueNanos;
    dueNanos = System.nanoTime() + time.toNanos();
    if (dueNanos - before < 0) {
      LockSupport.unpark(watcher);
    }
  }

  /// Whether the connection was closed because its time was over.
  boolean expired() {
    return expired;
  }

  @Override
  public void close() {
    stopped = true;
    LockSupport.unpark(watcher);
  }

  private void watch() {
    while (!stopped) {
      long left = dueNanos - System.nanoTime();
      if (left <= 0) {
        expire();
        return;
      }
      LockSupport.parkNanos(left);
    }
  }

  private void expire() {
    expired = true;
    try {
      connection.close();
    } catch (IOException _) {
      // Closed is all that was wanted.
    }
  }
}
