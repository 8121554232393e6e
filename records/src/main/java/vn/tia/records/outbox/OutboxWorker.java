package vn.tia.records.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tia.records.database.Database;
import vn.tia.records.outbox.Outbox.Registration;

/// Runs one consumer on a virtual thread until closed: at once after a commit of this process,
/// and by polling for the commits of others.
///
/// Of several nodes that run the same consumer, one works at a time; the others pass by.
public final class OutboxWorker implements AutoCloseable {
  public static final int BATCH_MAX = 500;
  public static final Duration POLL = Duration.ofMillis(200);
  /// How long after one batch the next begins at the earliest, unless the batch was full: a batch
  /// has its price whatever it holds.
  public static final Duration GATHER = Duration.ofMillis(50);
  public static final Duration BACK_OFF_MAX = Duration.ofSeconds(30);
  static final Duration PRUNE_PAUSE = Duration.ofMinutes(10);
  static final int PRUNE_MAX = 100_000;

  private static final Logger LOG = LoggerFactory.getLogger(OutboxWorker.class);

  private final Database database;
  private final Outbox outbox;
  private final OutboxReader reader;
  private final OutboxConsumer consumer;
  private final Semaphore wake = new Semaphore(0);
  private final Registration registration;
  private final Thread thread;
  private Instant pruned = Instant.now();
  /// How many entries the batch at hand has, and how many are to be worked on one by one.
  private int size;
  private int careful;
  private volatile boolean isClosed;
  private volatile Optional<String> error = Optional.empty();

  private OutboxWorker(Database database, Outbox outbox, OutboxConsumer consumer) {
    this.database = database;
    this.outbox = outbox;
    this.reader = new OutboxReader(database);
    this.consumer = consumer;
    this.registration = outbox.listen(wake::release);
    this.thread = Thread.ofVirtual().name("outbox-" + consumer.name()).unstarted(this::run);
  }

  /// Starts to work for the consumer, from where its name stopped last; a new name from the start.
  public static OutboxWorker start(Database database, Outbox outbox, OutboxConsumer consumer) {
    var worker = new OutboxWorker(database, outbox, consumer);
    outbox.register(consumer.name());
    worker.thread.start();
    return worker;
  }

  /// What the consumer fails at now, empty while it works: for the health page.
  public Optional<String> error() {
    return error;
  }

  /// Stops after the batch that is being worked on.
  @Override
  public void close() {
    isClosed = true;
    registration.close();
    wake.release();
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    var failures = 0;
    while (!isClosed) {
      try {
        // After a failure one entry at a time, so that the good ones before a bad one pass.
        var isMore = work(careful > 0 ? 1 : BATCH_MAX);
        careful = Math.max(0, careful - 1);
        failures = 0;
        error = Optional.empty();
        if (!isMore) {
          Thread.sleep(GATHER);
          pause(POLL.minus(GATHER));
        }
      } catch (InterruptedException _) {
        isClosed = true;
      } catch (RuntimeException failure) {
        failures++;
        careful = Math.max(careful, size);
        report(failure, failures);
        pause(backOff(failures));
      }
    }
  }

  private boolean work(int max) {
    // Looked at first without a lock: a lock on each poll would write to the disk.
    if (reader.after(cursor("").orElse(Cursor.START), 1).isEmpty()) {
      pruneIfDue();
      return false;
    }
    return database.inTransaction(() -> claim().map(cursor -> step(cursor, max)).orElse(false));
  }

  private boolean step(Cursor cursor, int max) {
    var entries = reader.after(cursor, max);
    size = entries.size();
    if (entries.isEmpty()) {
      return false;
    }
    var wanted = entries.stream()
        .filter(entry -> consumer.topics().contains(entry.topic()))
        .toList();
    if (!wanted.isEmpty()) {
      consumer.handler().handle(wanted);
    }
    move(entries.getLast().cursor());
    return entries.size() == max;
  }

  private Optional<Cursor> claim() {
    return cursor(" FOR UPDATE SKIP LOCKED");
  }

  private Optional<Cursor> cursor(String lock) {
    return database.jdbc()
        .sql("SELECT transaction::text::bigint, id FROM outbox_consumer WHERE name = ?" + lock)
        .param(consumer.name())
        .query((row, _) -> new Cursor(row.getLong(1), row.getLong(2)))
        .optional();
  }

  private void pruneIfDue() {
    var now = Instant.now();
    if (pruned.plus(PRUNE_PAUSE).isBefore(now)) {
      outbox.prune(now.minus(outbox.keep()), PRUNE_MAX);
      pruned = now;
    }
  }

  private void move(Cursor cursor) {
    database.jdbc().sql("""
            UPDATE outbox_consumer SET transaction = ?::text::xid8, id = ?, moved = now()
            WHERE name = ?""")
        .params(List.of(Long.toString(cursor.transaction()), cursor.id(), consumer.name()))
        .update();
  }

  // The class only: a message may quote a row.
  private void report(RuntimeException failure, int failures) {
    error = Optional.of(consumer.name() + " failed " + failures + " times: "
        + failure.getClass().getSimpleName());
    LOG.warn("outbox consumer {} failed {} times, next try in {} ms: {}", consumer.name(),
        failures, backOff(failures).toMillis(), failure.getClass().getName());
  }

  private static Duration backOff(int failures) {
    var pause = POLL.multipliedBy(1L << Math.min(failures - 1, 10));
    return pause.compareTo(BACK_OFF_MAX) < 0 ? pause : BACK_OFF_MAX;
  }

  private void pause(Duration time) {
    try {
      if (wake.tryAcquire(time.toMillis(), TimeUnit.MILLISECONDS)) {
        wake.drainPermits();
      }
    } catch (InterruptedException _) {
      isClosed = true;
    }
  }
}
