package vn.tia.records.workitems;

import java.util.List;
import java.util.Optional;
import vn.tia.dicom.data.Dataset;
import vn.tia.records.database.Database;

/// Who hears of which steps (PS3.4 section CC.2.3).
public final class WorkitemSubscriptions {
  private final Database database;

  public WorkitemSubscriptions(Database database) {
    this.database = database;
  }

  /// Who hears of the steps of a facility that come.
  ///
  /// @param filter keys that they match; empty for all
  public record Subscriber(String ae, DeletionLock lock, Optional<Dataset> filter) {}

  /// Lets one transaction at a time make steps of a facility or change who hears of all of them, so
  /// that no step comes between a subscriber and those that are there.
  public void lock(int facilityId) {
    database.lock(List.of("workitem subscribers|" + facilityId));
  }

  /// Has an AE hear of a step.
  public void subscribe(long workitemId, String ae, DeletionLock lock) {
    database.jdbc().sql("""
            INSERT INTO workitem_subscription VALUES (?, ?, ?)
            ON CONFLICT (workitem_id, ae) DO UPDATE SET locked = EXCLUDED.locked""")
        .params(workitemId, ae, lock.isHeld())
        .update();
  }

  /// Has an AE hear of a step that it doesn't hear of yet; false where it does.
  public boolean add(long workitemId, String ae, DeletionLock lock) {
    return database.jdbc()
        .sql("INSERT INTO workitem_subscription VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
        .params(workitemId, ae, lock.isHeld())
        .update() == 1;
  }

  public void unsubscribe(long workitemId, String ae) {
    database.jdbc().sql("DELETE FROM workitem_subscription WHERE workitem_id = ? AND ae = ?")
        .params(workitemId, ae)
        .update();
  }

  /// Who hears of a step, in alphabetical order.
  public List<String> of(long workitemId) {
    return database.jdbc()
        .sql("SELECT ae FROM workitem_subscription WHERE workitem_id = ? ORDER BY ae")
        .param(workitemId)
        .query(String.class)
        .list();
  }

  /// Has an AE hear of the steps that come.
  public void subscribeToComing(int facilityId, Subscriber subscriber) {
    database.jdbc().sql("""
            INSERT INTO workitem_subscriber VALUES (?, ?, ?, ?)
            ON CONFLICT (facility_id, ae)
            DO UPDATE SET locked = EXCLUDED.locked, filter = EXCLUDED.filter""")
        .params(facilityId, subscriber.ae(), subscriber.lock().isHeld(),
            subscriber.filter().map(DatasetColumn::encode).orElse(null))
        .update();
  }

  /// Has an AE hear no more of the steps that come.
  public void suspend(int facilityId, String ae) {
    database.jdbc().sql("DELETE FROM workitem_subscriber WHERE facility_id = ? AND ae = ?")
        .params(facilityId, ae)
        .update();
  }

  /// Has an AE hear of no step at all any more.
  public void unsubscribeFromAll(int facilityId, String ae) {
    suspend(facilityId, ae);
    database.jdbc().sql("""
            DELETE FROM workitem_subscription s USING workitem w
            WHERE s.workitem_id = w.id AND s.ae = ? AND w.facility_id = ?""")
        .params(ae, facilityId)
        .update();
  }

  /// Who hears of the steps of a facility that come.
  public List<Subscriber> toComing(int facilityId) {
    return database.jdbc().sql("""
            SELECT ae, locked, filter FROM workitem_subscriber
            WHERE facility_id = ? ORDER BY ae""")
        .param(facilityId)
        .query((row, _) -> new Subscriber(row.getString("ae"),
            DeletionLock.of(row.getBoolean("locked")),
            Optional.ofNullable(row.getBytes("filter")).map(DatasetColumn::decode)))
        .list();
  }

  /// Who hears of anything at a facility.
  public List<String> all(int facilityId) {
    return database.jdbc().sql("""
            SELECT ae FROM workitem_subscriber WHERE facility_id = :facility
            UNION SELECT s.ae FROM workitem_subscription s
              JOIN workitem w ON w.id = s.workitem_id WHERE w.facility_id = :facility
            ORDER BY ae""")
        .param("facility", facilityId)
        .query(String.class)
        .list();
  }
}
