package vn.tia.records.leases;

import java.time.Duration;
import java.util.UUID;
import vn.tia.records.database.Database;

/// The right to do some work alone, for a time that its holder draws out while it works; whoever
/// dies with it lets it run out. Times are those of the database.
///
/// It spares work. What two must never do at once needs a lock: a holder who was held up may go on
/// after another one has taken over.
public final class Lease {
  private final Database database;
  private final String name;
  private final Duration length;
  private final UUID holder = UUID.randomUUID();

  /// @param name of the work, the same in all processes
  /// @param length after which it ends unless it is taken again
  public Lease(Database database, String name, Duration length) {
    this.database = database;
    this.name = name;
    this.length = length;
  }

  /// Takes it, or draws it out; answers whether it is held here now.
  public boolean take() {
    return !database.query("""
        INSERT INTO lease (name, holder, ends)
        VALUES (?, ?, clock_timestamp() + ? * interval '1 ms')
        ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, ends = excluded.ends
          WHERE lease.holder = excluded.holder OR lease.ends < clock_timestamp()
        RETURNING name""",
        (row, _) -> row.getString(1), name, holder, length.toMillis()).isEmpty();
  }

  /// Gives it back, where it is held here.
  public void end() {
    database.later("DELETE FROM lease WHERE name = ? AND holder = ?", name, holder);
  }
}
