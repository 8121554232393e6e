package vn.tia.records.worklist;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import vn.tia.mapping.exam.OrderContent;
import vn.tia.mapping.exam.ScheduledStep;
import vn.tia.mapping.exam.StepStatus;
import vn.tia.records.access.Access;
import vn.tia.records.database.Database;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.facilities.Facility;
import vn.tia.records.orders.ExamJson;
import vn.tia.records.orders.StoredStep;
import vn.tia.records.patients.KnownPatients;
import vn.tia.records.patients.Patients;
import vn.tia.records.patients.StoredPatient;

/// Answers worklist queries from the records, so that an order is found as soon as it is committed.
public final class Worklist {
  private record Row(int facilityId, long patientId, String patientState, OrderContent content,
      StoredStep step) {}

  private final Database database;
  private final Facilities facilities;
  private final Patients patients;

  public Worklist(Database database, Facilities facilities, Patients patients) {
    this.database = database;
    this.facilities = facilities;
    this.patients = patients;
  }

  /// The steps that all keys match, among those that the caller may see: names with the very
  /// accents asked for first, then by time of start.
  public WorklistPage find(Access access, List<WorklistKey> keys, int limit) {
    var visible = access.facilityIds().stream().sorted()
        .flatMap(id -> facilities.byId(id).stream())
        .toList();
    if (visible.isEmpty()) {
      return new WorklistPage(List.of(), false);
    }
    return page(visible, keys, limit);
  }

  private WorklistPage page(List<Facility> visible, List<WorklistKey> keys, int limit) {
    var conditions = new Conditions(visible, keys);
    var rows = database.jdbc().sql(sql(conditions))
        .params(conditions.params())
        .param("limit", limit + 1)
        .query(Worklist::row)
        .list();
    var shown = rows.stream().limit(limit).toList();
    var found = patients.known().in(shown.stream().collect(Collectors.toMap(
        Row::patientId, Row::patientState, (_, later) -> later)));
    var byId = visible.stream().collect(Collectors.toMap(Facility::id, Function.identity()));
    return new WorklistPage(
        shown.stream().map(row -> item(row, byId, found)).toList(), rows.size() > limit);
  }

  static String sql(Conditions conditions) {
    return "SELECT " + KnownPatients.state("o.patient_id") + " AS patient_state," + """
         s.id, s.facility_id, s.status, s.content AS step, o.patient_id, o.content
        FROM scheduled_step s
        JOIN imaging_order o ON o.id = s.order_id
        JOIN patient p ON p.id = o.patient_id
        JOIN facility f ON f.id = s.facility_id
        WHERE\s""" + conditions.where() + "\nORDER BY " + conditions.order() + "\nLIMIT :limit";
  }

  private static WorklistItem item(
      Row row, Map<Integer, Facility> facilities, Map<Long, StoredPatient> patients) {
    return new WorklistItem(facilities.get(row.facilityId()),
        patients.get(row.patientId()).patient(), row.content(), row.step());
  }

  private static Row row(ResultSet row, int number) throws SQLException {
    var step = new StoredStep(row.getLong("id"), StepStatus.valueOf(row.getString("status")),
        ExamJson.read(row.getString("step"), ScheduledStep.class));
    return new Row(row.getInt("facility_id"), row.getLong("patient_id"),
        row.getString("patient_state"),
        ExamJson.read(row.getString("content"), OrderContent.class), step);
  }
}
