package vn.tia.records.workitems;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.records.access.Access;
import vn.tia.records.database.Database;

/// The steps of each facility.
public final class Workitems {
  private static final String SELECT = """
      SELECT id, facility_id, sop_instance_uid, state, transaction_uid, dataset FROM workitem
      """;

  private final Database database;

  public Workitems(Database database) {
    this.database = database;
  }

  /// What narrows a search before the steps are looked at one by one; empty for all.
  public record Filter(
      Optional<WorkitemState> state, Optional<String> patientId, Optional<String> label) {}

  /// Adds a step that is scheduled; empty where the facility has one with this UID already.
  public Optional<StoredWorkitem> insert(int facilityId, String uid, Dataset dataset) {
    return database.jdbc().sql("""
            INSERT INTO workitem
              (facility_id, sop_instance_uid, state, patient_id, label, dataset)
            VALUES (?, ?, 'SCHEDULED', ?, ?, ?)
            ON CONFLICT (facility_id, sop_instance_uid) DO NOTHING RETURNING id""")
        .params(facilityId, uid, dataset.string(Tags.PATIENT_ID).orElse(null),
            dataset.string(Tags.WORKLIST_LABEL).orElse(null), DatasetColumn.encode(dataset))
        .query(Long.class)
        .optional()
        .map(id -> new StoredWorkitem(id, facilityId, uid, WorkitemState.SCHEDULED,
            Optional.empty(), dataset));
  }

  /// A step by its UID, among those that the caller may see.
  public Optional<StoredWorkitem> find(String uid, Access access) {
    return find(uid, access, "");
  }

  /// The same, kept from others until the transaction ends.
  public Optional<StoredWorkitem> lock(String uid, Access access) {
    database.requireTransaction();
    return find(uid, access, " FOR UPDATE");
  }

  private Optional<StoredWorkitem> find(String uid, Access access, String lock) {
    return database.jdbc()
        .sql(SELECT + "WHERE sop_instance_uid = ? AND facility_id = ANY (?)"
            + " ORDER BY id LIMIT 1" + lock)
        .params(uid, access.array())
        .query(Workitems::workitem)
        .optional();
  }

  /// Replaces what a step was.
  public void update(StoredWorkitem next) {
    database.jdbc().sql("""
            UPDATE workitem SET state = ?, transaction_uid = ?, label = ?, dataset = ?,
              updated = now()
            WHERE id = ?""")
        .params(next.state().name(), next.transaction().orElse(null),
            next.dataset().string(Tags.WORKLIST_LABEL).orElse(null),
            DatasetColumn.encode(next.dataset()), next.id())
        .update();
  }

  /// The steps that aren't over of the patient whom a number of theirs names, by row id.
  public List<Long> openOf(int facilityId, long patientId) {
    return database.jdbc().sql("""
            SELECT id FROM workitem
            WHERE facility_id = ? AND state IN ('SCHEDULED', 'IN_PROGRESS')
              AND patient_id IN (SELECT value FROM patient_identifier WHERE patient_id = ?)
            ORDER BY id""")
        .params(facilityId, patientId)
        .query(Long.class)
        .list();
  }

  /// Changes what steps say of their patient; what is told to subscribers stays as it was.
  public void change(Collection<Long> ids, UnaryOperator<Dataset> change) {
    for (long id : ids) {
      var step = change.apply(database.jdbc()
          .sql("SELECT dataset FROM workitem WHERE id = ? FOR UPDATE")
          .param(id)
          .query((row, _) -> DatasetColumn.decode(row.getBytes(1)))
          .single());
      database.jdbc()
          .sql("UPDATE workitem SET patient_id = ?, dataset = ?, updated = now() WHERE id = ?")
          .params(step.string(Tags.PATIENT_ID).orElse(null), DatasetColumn.encode(step), id)
          .update();
    }
  }

  /// Steps in the order in which they came, behind one of them.
  public List<StoredWorkitem> page(Access access, Filter filter, long afterId, int max) {
    return database.jdbc().sql(SELECT + """
            WHERE facility_id = ANY (:facilities) AND id > :after
              AND (:state::text IS NULL OR state = :state)
              AND (:patient::text IS NULL OR patient_id = :patient)
              AND (:label::text IS NULL OR label = :label)
            ORDER BY id LIMIT :max""")
        .param("facilities", access.array())
        .param("after", afterId)
        .param("state", filter.state().map(Enum::name).orElse(null))
        .param("patient", filter.patientId().orElse(null))
        .param("label", filter.label().orElse(null))
        .param("max", max)
        .query(Workitems::workitem)
        .list();
  }

  /// Deletes steps that ended before a time and that nobody holds, `max` at most.
  ///
  /// @return how many were deleted
  public int prune(Instant before, int max) {
    return database.jdbc().sql("""
            DELETE FROM workitem WHERE id IN (SELECT id FROM workitem w
              WHERE state IN ('COMPLETED', 'CANCELED') AND updated < ? AND NOT EXISTS (
                SELECT 1 FROM workitem_subscription s WHERE s.workitem_id = w.id AND s.locked)
              ORDER BY updated LIMIT ?)""")
        .params(before.atOffset(ZoneOffset.UTC), max)
        .update();
  }

  private static StoredWorkitem workitem(ResultSet row, int number) throws SQLException {
    return new StoredWorkitem(row.getLong("id"), row.getInt("facility_id"),
        row.getString("sop_instance_uid"), WorkitemState.valueOf(row.getString("state")),
        Optional.ofNullable(row.getString("transaction_uid")),
        DatasetColumn.decode(row.getBytes("dataset")));
  }
}
