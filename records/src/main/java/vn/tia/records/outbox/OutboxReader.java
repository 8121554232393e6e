package vn.tia.records.outbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import vn.tia.records.database.Database;

/// Reads the outbox in commit-safe order: nothing is missed, nothing comes twice.
///
/// An entry is shown once every transaction that began before its own has ended. So a
/// transaction that commits late can't put an entry behind a cursor that has gone by; the price
/// is that a long-running write holds back the entries after it.
public final class OutboxReader {
  private final Database database;

  public OutboxReader(Database database) {
    this.database = database;
  }

  /// The next entries after a cursor, oldest first, `max` at most.
  public List<OutboxEntry> after(Cursor cursor, int max) {
    return database.jdbc().sql("""
            SELECT transaction::text::bigint AS transaction, id, topic, key, facility_id, created
            FROM outbox
            WHERE (transaction, id) > (:transaction::text::xid8, :id)
              AND transaction < pg_snapshot_xmin(pg_current_snapshot())
            ORDER BY outbox.transaction, id
            LIMIT :max""")
        .param("transaction", Long.toString(cursor.transaction()))
        .param("id", cursor.id())
        .param("max", max)
        .query(OutboxReader::entry)
        .list();
  }

  /// The place up to which everything is committed and visible to reads that begin from now on.
  ///
  /// Who builds a copy from the rows takes this first, then reads the rows, then follows the
  /// outbox from here.
  public Cursor horizon() {
    return database.jdbc()
        .sql("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        .query((row, _) -> new Cursor(row.getLong(1), 0))
        .single();
  }

  /// The place of the newest entry that is committed, whether [#after] shows it yet or an older
  /// transaction still holds it back; the start where there is none. Entries of another server,
  /// whose numbers lie in the future, don't count.
  public Cursor newest() {
    return database.jdbc().sql("""
            SELECT transaction::text::bigint, id FROM outbox
            WHERE transaction < pg_snapshot_xmax(pg_current_snapshot())
            ORDER BY outbox.transaction DESC, id DESC LIMIT 1""")
        .query((row, _) -> new Cursor(row.getLong(1), row.getLong(2)))
        .optional()
        .orElse(Cursor.START);
  }

  /// Whether a cursor kept elsewhere can be of this database: false where the database was restored
  /// to an earlier state or into another server, and a copy must be built anew.
  public boolean knows(Cursor cursor) {
    return cursor.compareTo(horizon()) <= 0;
  }

  /// Notes how far a reader that keeps its cursor elsewhere has come, so that entries are kept
  /// for it and no longer.
  public void passed(String name, Cursor cursor) {
    database.jdbc().sql("""
            INSERT INTO outbox_consumer (name, transaction, id) VALUES (?, ?::text::xid8, ?)
            ON CONFLICT (name) DO UPDATE
            SET transaction = excluded.transaction, id = excluded.id, moved = now()""")
        .params(name, Long.toString(cursor.transaction()), cursor.id())
        .update();
  }

  /// Keeps no more entries for a reader that has come to its end.
  public void forget(String name) {
    database.jdbc().sql("DELETE FROM outbox_consumer WHERE name = ?").param(name).update();
  }

  /// The same for a reader that has not been heard of for so long: it ended without a word.
  public void forget(String name, Duration silent) {
    database.jdbc().sql("DELETE FROM outbox_consumer WHERE name = ? AND moved < now() - ? * "
            + "interval '1 second'")
        .params(name, silent.toSeconds()).update();
  }

  private static OutboxEntry entry(ResultSet row, int number) throws SQLException {
    return new OutboxEntry(
        new Cursor(row.getLong("transaction"), row.getLong("id")),
        row.getString("topic"),
        row.getString("key"),
        row.getInt("facility_id"),
        row.getTimestamp("created").toInstant());
  }
}
