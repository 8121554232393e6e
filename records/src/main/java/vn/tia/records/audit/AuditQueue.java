package vn.tia.records.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/// Rows on their way to the trail, which one writer takes there in groups: a commit for hundreds of
/// reads instead of one for each.
final class AuditQueue {
  /// How many rows may wait, some megabytes: a busy server makes as many in a second.
  static final int ROWS_MAX = 10_000;
  /// How long the writer gathers a group: what a power cut may cost the trail.
  static final Duration GATHERING = Duration.ofMillis(100);
  /// Rows of one statement.
  private static final int GROUP_MAX = 1_000;
  private static final Duration PAUSE_MAX = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(AuditQueue.class);

  /// A row, and when what it tells of happened.
  record Event(AuditRecord record, Instant at) {}

  private final BlockingQueue<Event> waiting = new ArrayBlockingQueue<>(ROWS_MAX);
  private final ReentrantLock writing = new ReentrantLock();
  private final Consumer<List<Event>> table;
  private volatile boolean isAtWork;
  private volatile boolean isClosed;

  /// @param table writes a group of rows in a transaction
  AuditQueue(Consumer<List<Event>> table) {
    this.table = table;
  }

  /// Takes a row; false where too many wait, or nobody will write it any more.
  boolean offer(Event event) {
    if (isClosed || !waiting.offer(event)) {
      return false;
    }
    if (isClosed) {
      // It may have come behind the last group.
      flush();
    } else if (!isAtWork) {
      begin();
    }
    return true;
  }

  private synchronized void begin() {
    if (!isAtWork) {
      isAtWork = true;
      Thread.ofVirtual().name("audit").start(this::work);
    }
  }

  /// Writes group by group until none comes any more.
  private void work() {
    do {
      var pause = GATHERING;
      do {
        LockSupport.parkNanos(pause.toNanos());
        pause = attempt(pause);
      } while (hasMore());
      isAtWork = false;
    } while (hasMore() && claim());
  }

  private boolean hasMore() {
    return !waiting.isEmpty() && !isClosed;
  }

  private synchronized boolean claim() {
    var isMine = !isAtWork;
    isAtWork = true;
    return isMine;
  }

  private Duration attempt(Duration pause) {
    try {
      flush();
      return GATHERING;
    } catch (DataAccessException e) {
      LOG.warn("{} rows of the audit trail wait: {}", waiting.size(), e.getMessage());
      var longer = pause.multipliedBy(2);
      return longer.compareTo(PAUSE_MAX) < 0 ? longer : PAUSE_MAX;
    }
  }

  /// Writes all that waits now. What can't be written stays in its place.
  void flush() {
    writing.lock();
    try {
      for (var group = group(); !group.isEmpty(); group = group()) {
        table.accept(group);
        // Only the holder of the lock takes rows out.
        for (int i = group.size(); i > 0; i--) {
          waiting.remove();
        }
      }
    } finally {
      writing.unlock();
    }
  }

  private List<Event> group() {
    var group = new ArrayList<Event>();
    for (var event : waiting) {
      group.add(event);
      if (group.size() == GROUP_MAX) {
        break;
      }
    }
    return group;
  }

  /// Writes what waits, and takes no more.
  void close() {
    isClosed = true;
    try {
      flush();
    } catch (DataAccessException e) {
      LOG.error("{} rows of the audit trail are lost, as the records are away at the stop: {}",
          waiting.size(), e.getMessage());
    }
  }
}
