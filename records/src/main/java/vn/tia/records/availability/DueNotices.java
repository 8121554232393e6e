package vn.tia.records.availability;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import vn.tia.records.database.Database;

/// The studies that changed and that nobody was told of yet, each once.
public final class DueNotices {
  private final Database database;

  public DueNotices(Database database) {
    this.database = database;
  }

  /// A study of a facility.
  ///
  /// @param changed when something of it changed last
  public record Due(int facilityId, String studyUid, Instant changed) {}

  /// Notes that a study changed; it is looked at after a rest.
  public void note(int facilityId, String studyUid, Duration rest) {
    database.jdbc().sql("""
            INSERT INTO availability_notice (facility_id, study_uid, due)
            VALUES (?, ?, clock_timestamp() + ? * interval '1 millisecond')
            ON CONFLICT (facility_id, study_uid)
            DO UPDATE SET changed = clock_timestamp(), due = EXCLUDED.due""")
        .params(facilityId, studyUid, rest.toMillis())
        .update();
  }

  /// Notes that the studies of these instances changed, by their row ids.
  public void noteInstances(int facilityId, Collection<Long> ids, Duration rest) {
    database.jdbc().sql("""
            SELECT DISTINCT t.study_instance_uid FROM instance i
            JOIN series s ON s.id = i.series_id JOIN study t ON t.id = s.study_id
            WHERE i.id = ANY (?) ORDER BY 1""")
        .param(ids.toArray(Long[]::new))
        .query(String.class)
        .list()
        .forEach(uid -> note(facilityId, uid, rest));
  }

  /// Notes that studies changed, by their row ids.
  public void noteStudies(int facilityId, Collection<Long> studyIds, Duration rest) {
    database.jdbc().sql("SELECT study_instance_uid FROM study WHERE id = ANY (?) ORDER BY 1")
        .param(studyIds.toArray(Long[]::new))
        .query(String.class)
        .list()
        .forEach(uid -> note(facilityId, uid, rest));
  }

  /// The study that is due longest, locked until the transaction ends; empty where none is due, or
  /// others work on those that are.
  public Optional<Due> next() {
    database.requireTransaction();
    return database.jdbc().sql("""
            SELECT facility_id, study_uid, changed FROM availability_notice
            WHERE due <= clock_timestamp() ORDER BY due LIMIT 1 FOR UPDATE SKIP LOCKED""")
        .query((row, _) -> new Due(row.getInt("facility_id"), row.getString("study_uid"),
            row.getTimestamp("changed").toInstant()))
        .optional();
  }

  /// Forgets a study until it changes again.
  public void done(Due due) {
    database.jdbc().sql(
            "DELETE FROM availability_notice WHERE facility_id = ? AND study_uid = ?")
        .params(due.facilityId(), due.studyUid())
        .update();
  }

  /// Looks at a study again once it has rested.
  public void later(Due due, Duration afterChange) {
    database.jdbc().sql("""
            UPDATE availability_notice SET due = changed + ? * interval '1 millisecond'
            WHERE facility_id = ? AND study_uid = ?""")
        .params(afterChange.toMillis(), due.facilityId(), due.studyUid())
        .update();
  }

  /// Whether a study of a facility answers an order.
  public boolean isOrdered(int facilityId, String studyUid) {
    return database.jdbc().sql("""
            SELECT order_id IS NOT NULL FROM study
            WHERE facility_id = ? AND study_instance_uid = ?""")
        .params(facilityId, studyUid)
        .query(Boolean.class)
        .optional()
        .orElse(false);
  }
}
