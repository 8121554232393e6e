package vn.tia.records.outbox;

import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import vn.tia.records.database.Database;

/// Where a transaction says what happened in it.
///
/// One per process and database, so that readers in this process wake up at the commit itself;
/// readers in other processes find the rows by polling.
public final class Outbox {
  private final Database database;
  private final Set<Runnable> listeners = new CopyOnWriteArraySet<>();

  public Outbox(Database database) {
    this.database = database;
  }

  /// Adds an entry to the running transaction.
  ///
  /// @throws IllegalStateException if no transaction is running
  public void append(String topic, String key, int facilityId) {
    database.requireTransaction();
    database.jdbc()
        .sql("INSERT INTO outbox (topic, key, facility_id) VALUES (?, ?, ?)")
        .params(topic, key, facilityId)
        .update();
    database.afterCommit(this::wake);
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
