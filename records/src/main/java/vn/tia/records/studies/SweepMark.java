package vn.tia.records.studies;

import java.sql.Timestamp;
import java.time.Instant;
import vn.tia.records.database.Database;

/// Remembers up to when the object store has been searched for objects without a row.
public final class SweepMark {

  private final Database database;

  public SweepMark(Database database) {
    this.database = database;
  }

  /// The beginning of time where it was never searched.
  public Instant read() {
    return database.jdbc().sql("SELECT swept_until FROM object_sweep")
        .query(Timestamp.class)
        .optional()
        .map(Timestamp::toInstant)
        .orElse(Instant.EPOCH);
  }

  public void write(Instant until) {
    database.jdbc().sql("""
            INSERT INTO object_sweep (swept_until) VALUES (?)
            ON CONFLICT (one) DO UPDATE SET swept_until = excluded.swept_until""")
        .param(Timestamp.from(until))
        .update();
  }
}
