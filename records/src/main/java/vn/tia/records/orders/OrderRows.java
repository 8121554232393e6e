package vn.tia.records.orders;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import vn.tia.mapping.exam.AssignedId;
import vn.tia.mapping.exam.OrderContent;
import vn.tia.mapping.exam.OrderProgress;
import vn.tia.mapping.names.NameKey;
import vn.tia.records.database.Database;
import vn.tia.records.database.TableRows;
import vn.tia.records.database.TableRows.ColumnType;
import vn.tia.records.facilities.Facility;
import vn.tia.records.patients.Patients;

/// The rows of orders: the table imaging_order, with the steps of each.
final class OrderRows {
  static final TableRows ROWS = TableRows.into("imaging_order").after(Patients.ROWS)
      .column("id", ColumnType.BIGINT).column("facility_id", ColumnType.INTEGER)
      .texts("fhir_id").column("patient_id", ColumnType.BIGINT)
      .texts("status", "placer_system", "placer_value", "filler_system", "filler_value",
          "accession_system", "accession_value", "study_uid", "procedure_id", "admission_system",
          "admission_value", "institution", "department")
      .cast("content", "jsonb").build();

  private final Database database;
  private final StepRows steps;

  OrderRows(Database database, StepRows steps) {
    this.database = database;
    this.steps = steps;
  }

  /// An order number of a facility.
  record Wanted(int facilityId, OrderKey key) {}

  /// The orders with numbers that were asked for ahead; each number is told once, since what the
  /// transaction writes behind it is not in here.
  private record Ahead(Map<Wanted, List<StoredOrder>> byNumber) {}

  /// Lets one transaction at a time decide about the order with this number, until it ends.
  void lock(int facilityId, OrderKey key) {
    database.lock(List.of(lockName(facilityId, key)));
  }

  static String lockName(int facilityId, OrderKey key) {
    return "order|" + facilityId + "|" + key.system() + "|" + key.value();
  }

  /// The orders with this number, oldest first, locked: more than one where a placer order asks for
  /// several procedures.
  List<StoredOrder> find(int facilityId, OrderKey key) {
    return database.foreseen(Ahead.class)
        .flatMap(ahead -> Optional.ofNullable(
            ahead.byNumber().remove(new Wanted(facilityId, key))))
        .map(this::orders)
        .orElseGet(() -> findNow(facilityId, key));
  }

  private List<StoredOrder> findNow(int facilityId, OrderKey key) {
    return orders(database.query("SELECT * FROM imaging_order WHERE facility_id = ? AND "
        + value(key.column()) + " = ? AND " + system(key.column()) + " = ?"
        + " ORDER BY id FOR UPDATE", OrderRows::order, facilityId, key.value(), key.system()));
  }

  /// Asks ahead, without waiting, for the orders with these numbers, locked.
  void foresee(Collection<Wanted> all) {
    var ahead = new Ahead(new HashMap<>());
    all.forEach(one -> ahead.byNumber().put(one, new ArrayList<>()));
    database.foresee(ahead);
    for (var column : OrderKey.Column.values()) {
      var wanted = all.stream().filter(one -> one.key().column() == column).toList();
      if (!wanted.isEmpty()) {
        database.ask("SELECT o.*, giver, number FROM unnest(?::integer[], ?::text[], ?::text[])"
            + " AS wanted (facility, giver, number)"
            + " JOIN imaging_order o ON o.facility_id = facility"
            + " AND o." + value(column) + " = number AND o." + system(column) + " = giver"
            + " ORDER BY o.id FOR UPDATE OF o",
            row -> ahead.byNumber().get(new Wanted(row.getInt("facility_id"),
                new OrderKey(column, row.getString("giver"), row.getString("number"))))
                .add(order(row, 0)),
            wanted.stream().map(Wanted::facilityId).toArray(Integer[]::new),
            wanted.stream().map(one -> one.key().system()).toArray(String[]::new),
            wanted.stream().map(one -> one.key().value()).toArray(String[]::new));
      }
    }
  }

  private static String value(OrderKey.Column column) {
    return column.name().toLowerCase(Locale.ROOT) + "_value";
  }

  private static String system(OrderKey.Column column) {
    return column.name().toLowerCase(Locale.ROOT) + "_system";
  }

  /// The orders of these steps, locked.
  List<StoredOrder> ofSteps(int facilityId, Collection<Long> stepIds) {
    return orders(database.jdbc().sql("""
            SELECT * FROM imaging_order WHERE facility_id = :facility AND id IN (
              SELECT order_id FROM scheduled_step WHERE id = ANY (:steps))
            ORDER BY id FOR UPDATE""")
        .param("facility", facilityId)
        .param("steps", stepIds.toArray(Long[]::new)));
  }

  Optional<StoredOrder> byId(int facilityId, long id) {
    return orders(database.jdbc()
        .sql("SELECT * FROM imaging_order WHERE facility_id = ? AND id = ? FOR UPDATE")
        .params(facilityId, id)).stream().findFirst();
  }

  /// An order by one of its columns, without a lock.
  Optional<StoredOrder> read(int facilityId, String column, Object value) {
    return orders(database.jdbc()
        .sql("SELECT * FROM imaging_order WHERE facility_id = ? AND " + column + " = ?")
        .params(facilityId, value)).stream().findFirst();
  }

  List<Long> ofPatient(int facilityId, long patientId) {
    return database.jdbc()
        .sql("SELECT id FROM imaging_order WHERE facility_id = ? AND patient_id = ? ORDER BY id")
        .params(facilityId, patientId)
        .query(Long.class)
        .list();
  }

  long insert(Facility facility, String fhirId, long patientId, OrderContent content) {
    long id = database.next("imaging_order_id_seq");
    var numbers = content.numbers();
    var visit = content.visit();
    database.write(ROWS, id, facility.id(), fhirId, patientId, OrderProgress.ACTIVE.name(),
        system(numbers.placer(), facility), value(numbers.placer()),
        system(numbers.filler(), facility), value(numbers.filler()),
        system(numbers.accession(), facility), value(numbers.accession()),
        numbers.studyUid().orElseThrow(), content.procedure().id().orElseThrow(),
        system(visit.admissionId(), facility), value(visit.admissionId()),
        NameKey.fold(visit.institution().orElse(facility.name())),
        content.request().department().map(NameKey::fold).orElse(null),
        ExamJson.write(content));
    return id;
  }

  void update(Facility facility, StoredOrder order) {
    var sql = database.jdbc().sql("""
        UPDATE imaging_order SET patient_id = :patient, status = :status,
          placer_system = :placerSystem, placer_value = :placer, filler_system = :fillerSystem,
          filler_value = :filler, accession_system = :accessionSystem,
          accession_value = :accession, study_uid = :studyUid, procedure_id = :procedureId,
          admission_system = :admissionSystem, admission_value = :admission,
          institution = :institution, department = :department,
          content = :content::jsonb, updated = now()
        WHERE id = :id""");
    columns(sql, facility, order.content())
        .param("patient", order.patientId())
        .param("status", order.progress().name())
        .param("id", order.id())
        .update();
  }

  private static StatementSpec columns(
      StatementSpec sql, Facility facility, OrderContent content) {
    var numbers = content.numbers();
    var institution = content.visit().institution().orElse(facility.name());
    return sql
        .param("placerSystem", system(numbers.placer(), facility))
        .param("placer", numbers.placer().map(AssignedId::value).orElse(null))
        .param("fillerSystem", system(numbers.filler(), facility))
        .param("filler", numbers.filler().map(AssignedId::value).orElse(null))
        .param("accessionSystem", system(numbers.accession(), facility))
        .param("accession", numbers.accession().map(AssignedId::value).orElseThrow())
        .param("studyUid", numbers.studyUid().orElseThrow())
        .param("procedureId", content.procedure().id().orElseThrow())
        .param("admissionSystem", system(content.visit().admissionId(), facility))
        .param("admission", content.visit().admissionId().map(AssignedId::value).orElse(null))
        .param("institution", NameKey.fold(institution))
        .param("department", content.request().department().map(NameKey::fold).orElse(null))
        .param("content", ExamJson.write(content));
  }

  private static @Nullable String value(Optional<AssignedId> id) {
    return id.map(AssignedId::value).orElse(null);
  }

  private static @Nullable String system(Optional<AssignedId> id, Facility facility) {
    return id.map(one -> facility.systems().of(one.authority())).orElse(null);
  }

  private List<StoredOrder> orders(StatementSpec sql) {
    return orders(sql.query(OrderRows::order).list());
  }

  private List<StoredOrder> orders(List<StoredOrder> found) {
    if (found.isEmpty()) {
      return found;
    }
    var ofOrders = steps.ofOrders(found.stream().map(StoredOrder::id).toList());
    return found.stream()
        .map(order -> new StoredOrder(order.id(), order.fhirId(), order.facilityId(),
            order.patientId(), order.progress(), order.content(),
            ofOrders.getOrDefault(order.id(), List.of())))
        .toList();
  }

  private static StoredOrder order(ResultSet row, int number) throws SQLException {
    return new StoredOrder(
        row.getLong("id"),
        row.getString("fhir_id"),
        row.getInt("facility_id"),
        row.getLong("patient_id"),
        OrderProgress.valueOf(row.getString("status")),
        ExamJson.read(row.getString("content"), OrderContent.class),
        List.of());
  }
}
