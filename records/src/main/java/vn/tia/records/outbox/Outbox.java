package vn.tia.records.outbox;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import vn.tia.records.database.Database;
import vn.tia.records.database.TableRows;
import vn.tia.records.database.TableRows.ColumnType;

/// Where a transaction says what happened in it.
///
/// One per process and database, so that readers in this process wake up at the commit itself;
/// readers in other processes find the rows by polling.
public final class Outbox {
  /// How long entries stay after all have passed them: a day, for whoever asks what happened.
  public static final Duration KEEP = Duration.ofDays(1);

  private static final TableRows ROWS = TableRows.into("outbox")
      .texts("topic", "key").column("facility_id", ColumnType.INTEGER).build();

  /// That readers are woken when the running transaction commits: once, however many entries.
  private record Waking() {}

  private final Database database;
  private final Duration keep;
  private final Set<Runnable> listeners = new CopyOnWriteArraySet<>();

  public Outbox(Database database) {
    this(database, KEEP);
  }

  /// @param keep how long entries stay after all have passed them
  public Outbox(Database database, Duration keep) {
    this.database = database;
    this.keep = keep;
  }

  /// How long entries stay after all have passed them.
  Duration keep() {
    return keep;
  }

  /// Adds an entry to the running transaction.
  ///
  /// @throws IllegalStateException if no transaction is running
  public void append(String topic, String key, int facilityId) {
    database.requireTransaction();
    database.write(ROWS, topic, key, facilityId);
    if (database.foreseen(Waking.class).isEmpty()) {
      database.foresee(new Waking());
      database.afterCommit(this::wake);
    }
  }

  /// What happened to one thing.
  public record Entry(String key, int facilityId) {}

  /// Adds entries of one topic to the running transaction, in their order.
  ///
  /// @throws IllegalStateException if no transaction is running
  public void append(String topic, List<Entry> entries) {
    database.requireTransaction();
    entries.forEach(one -> append(topic, one.key(), one.facilityId()));
  }

  /// Deletes entries that every consumer has passed and that are older than a time; `max` at most.
  ///
  /// @return how many were deleted
  public int prune(Instant before, int max) {
    return database.jdbc().sql("""
            DELETE FROM outbox WHERE (transaction, id) IN (
              SELECT transaction, id FROM outbox
              WHERE created < :before AND (transaction, id) <= (
                SELECT transaction, id FROM outbox_consumer ORDER BY transaction, id LIMIT 1)
              ORDER BY transaction, id LIMIT :max)""")
        .param("before", before.atOffset(ZoneOffset.UTC))
        .param("max", max)
        .update();
  }

  /// Forgets a consumer that is gone for good, so that it no longer holds entries back.
  public void forget(String consumer) {
    database.jdbc().sql("DELETE FROM outbox_consumer WHERE name = ?").param(consumer).update();
  }

  /// Registers a consumer, and adopts what came from another server by a restored dump: there
  /// transaction numbers start anew, so those entries and cursors would lie in the future.
  void register(String consumer) {
    database.inTransaction(() -> {
      database.jdbc().sql("""
              UPDATE outbox SET transaction = pg_current_xact_id()
              WHERE transaction > pg_snapshot_xmax(pg_current_snapshot())""").update();
      database.jdbc().sql("""
              INSERT INTO outbox_consumer AS known (name) VALUES (?)
              ON CONFLICT (name) DO UPDATE SET transaction = '0', id = 0
              WHERE known.transaction > pg_snapshot_xmax(pg_current_snapshot())""")
          .param(consumer)
          .update();
    });
  }

  /// Calls the listener after each commit of this process that added entries, until closed.
  ///
  /// It is called on the thread that committed, so it must only wake somebody up.
  public Registration listen(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /// A listener's place, given back by closing.
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  private void wake() {
    listeners.forEach(Runnable::run);
  }
}
