package vn.tia.records.studies;

import java.util.List;
import vn.tia.records.database.Database;

/// How far the stored objects have been read again, and which of them were found damaged.
public final class Scrub {

  private final Database database;

  public Scrub(Database database) {
    this.database = database;
  }

  /// The instances after those that were read last, in the order of their rows; empty at the end
  /// of a round.
  public List<StoredInstance> next(int max) {
    return database.jdbc().sql(Studies.COLUMNS + """
            FROM instance i JOIN series s ON s.id = i.series_id JOIN study t ON t.id = s.study_id
            WHERE i.id > coalesce((SELECT last_id FROM object_scrub), 0)
            ORDER BY i.id LIMIT ?""")
        .param(max)
        .query((row, _) -> Studies.instance(row))
        .list();
  }

  /// Notes that all up to this row were read; 0 begins a new round.
  public void passed(long id) {
    database.jdbc().sql("""
            INSERT INTO object_scrub (last_id) VALUES (?)
            ON CONFLICT (one) DO UPDATE SET last_id = excluded.last_id""")
        .param(id)
        .update();
  }

  /// Notes that the object of an instance isn't what came in.
  public void damaged(StoredInstance instance, String reason) {
    database.jdbc().sql("""
            INSERT INTO damaged_object (instance_id, reason)
            SELECT id, ? FROM instance WHERE id = ?
            ON CONFLICT (instance_id) DO UPDATE SET reason = excluded.reason""")
        .params(reason, instance.id())
        .update();
  }

  /// Notes that the objects of these instances are whole, where one of them wasn't before.
  public void whole(List<StoredInstance> instances) {
    database.jdbc().sql("DELETE FROM damaged_object WHERE instance_id = ANY (?)")
        .param(instances.stream().map(StoredInstance::id).toArray(Long[]::new))
        .update();
  }

  /// How many objects are known to be damaged.
  public int damagedCount() {
    return database.jdbc().sql("SELECT count(*) FROM damaged_object")
        .query(Integer.class)
        .single();
  }
}
