package vn.tia.records.studies;

import java.util.List;
import java.util.Optional;
import vn.tia.dicom.data.Bytes;
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

  /// Whose object was found damaged.
  public record Damaged(int facilityId, String sopInstanceUid) {}

  /// Notes that an object isn't what came in; empty where that was known.
  public Optional<Damaged> damaged(String objectId, String reason) {
    return database.jdbc().sql("""
            WITH noted AS (
              INSERT INTO damaged_object (instance_id, reason)
              SELECT id, ? FROM instance WHERE object_id = ?
              ON CONFLICT (instance_id) DO NOTHING RETURNING instance_id)
            SELECT facility_id, sop_instance_uid FROM noted JOIN instance ON id = instance_id""")
        .params(reason, objectId)
        .query((row, _) -> new Damaged(
            row.getInt("facility_id"), row.getString("sop_instance_uid")))
        .optional();
  }

  /// Keeps the sums of the blocks of an object that is whole.
  public void sums(StoredInstance instance, Bytes blockSums) {
    database.jdbc().sql("UPDATE instance SET block_sums = ? WHERE id = ?")
        .params(blockSums.toArray(), instance.id())
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
