package vn.tia.records.merges;

import java.util.List;
import vn.tia.records.database.Database;
import vn.tia.records.patients.Merge;

/// The rows of what followed merged patients: the table patient_merge_follower.
final class FollowerRows {
  private final Database database;

  FollowerRows(Database database) {
    this.database = database;
  }

  void add(Merge merge, int facilityId, Follower.Kind kind, List<String> keys) {
    database.jdbc().sql("""
            INSERT INTO patient_merge_follower (merge_id, facility_id, kind, key)
            SELECT ?, ?, ?, key FROM unnest(?::text[]) AS key""")
        .params(merge.id(), facilityId, kind.name(), keys.toArray(String[]::new))
        .update();
  }

  List<Follower> of(Merge merge) {
    return database.jdbc().sql("""
            SELECT kind, key FROM patient_merge_follower WHERE merge_id = ? ORDER BY kind, key""")
        .param(merge.id())
        .query((row, _) ->
            new Follower(Follower.Kind.valueOf(row.getString(1)), row.getString(2)))
        .list();
  }

  /// Forgets that these followed a patient, and whoever that patient followed later.
  void forget(Merge undone, List<Follower> all) {
    all.forEach(one -> database.jdbc().sql("""
            DELETE FROM patient_merge_follower
            WHERE kind = ? AND key = ? AND merge_id >= ?""")
        .params(one.kind().name(), one.key(), undone.id())
        .update());
  }
}
