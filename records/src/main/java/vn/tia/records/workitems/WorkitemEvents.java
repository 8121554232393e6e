package vn.tia.records.workitems;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import vn.tia.dicom.data.Dataset;
import vn.tia.records.access.Access;
import vn.tia.records.database.Database;

/// What subscribers that open a connection are to hear, kept until they have.
public final class WorkitemEvents {
  private final Database database;

  public WorkitemEvents(Database database) {
    this.database = database;
  }

  /// One event.
  ///
  /// @param workitem the UID of the step that it is about
  /// @param type PS3.4 table CC.2.4-1
  public record Event(String workitem, int type, Dataset information) {}

  /// An event on its way.
  public record Waiting(long id, Event event) {}

  /// Keeps an event for a subscriber; of more than `max` that wait for it the oldest go.
  public void append(int facilityId, String ae, Event event, int max) {
    database.jdbc().sql("""
            INSERT INTO workitem_event (facility_id, ae, workitem, event_type, information)
            VALUES (?, ?, ?, ?, ?)""")
        .params(facilityId, ae, event.workitem(), event.type(),
            DatasetColumn.encode(event.information()))
        .update();
    database.jdbc().sql("""
            DELETE FROM workitem_event WHERE ae = :ae AND id <= (
              SELECT id FROM workitem_event WHERE ae = :ae ORDER BY id DESC OFFSET :max LIMIT 1)
            """)
        .param("ae", ae)
        .param("max", max)
        .update();
  }

  /// The oldest events that wait for a subscriber, among those that the caller may see.
  public List<Waiting> next(String ae, Access access, int max) {
    return database.jdbc().sql("""
            SELECT id, workitem, event_type, information FROM workitem_event
            WHERE ae = ? AND facility_id = ANY (?) ORDER BY id LIMIT ?""")
        .params(ae, access.array(), max)
        .query((row, _) -> new Waiting(row.getLong("id"), new Event(row.getString("workitem"),
            row.getInt("event_type"), DatasetColumn.decode(row.getBytes("information")))))
        .list();
  }

  /// Forgets an event that was told.
  public void told(long id) {
    database.jdbc().sql("DELETE FROM workitem_event WHERE id = ?").param(id).update();
  }

  /// Forgets events that nobody came for since a time, `max` at most.
  public int prune(Instant before, int max) {
    return database.jdbc().sql("""
            DELETE FROM workitem_event WHERE id IN (
              SELECT id FROM workitem_event WHERE created < ? ORDER BY created LIMIT ?)""")
        .params(before.atOffset(ZoneOffset.UTC), max)
        .update();
  }
}
