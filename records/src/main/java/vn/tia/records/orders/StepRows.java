package vn.tia.records.orders;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import vn.tia.mapping.exam.ScheduledStep;
import vn.tia.mapping.exam.StepStatus;
import vn.tia.mapping.names.NameKey;
import vn.tia.records.database.Database;
import vn.tia.records.database.TableRows;
import vn.tia.records.database.TableRows.ColumnType;
import vn.tia.records.database.TextArray;
import vn.tia.records.facilities.Facility;

/// The rows of scheduled steps.
final class StepRows {
  private record OfOrder(long orderId, StoredStep step) {}

  private static final TableRows ROWS = TableRows.into("scheduled_step").after(OrderRows.ROWS)
      .column("id", ColumnType.BIGINT).column("facility_id", ColumnType.INTEGER)
      .column("order_id", ColumnType.BIGINT).texts("step_id", "status", "modality")
      .cast("station_aes", "text[]").cast("starts", "timestamp")
      .cast("performer_words", "text[]").cast("content", "jsonb").build();

  private final Database database;

  StepRows(Database database) {
    this.database = database;
  }

  /// The steps of each order, oldest first.
  Map<Long, List<StoredStep>> ofOrders(Collection<Long> orderIds) {
    return database.jdbc()
        .sql("SELECT * FROM scheduled_step WHERE order_id = ANY (?) ORDER BY id")
        .param(orderIds.toArray(Long[]::new))
        .query(StepRows::step)
        .list().stream()
        .collect(Collectors.groupingBy(OfOrder::orderId,
            Collectors.mapping(OfOrder::step, Collectors.toList())));
  }

  StoredStep insert(Facility facility, long orderId, ScheduledStep step) {
    var id = database.next("scheduled_step_id_seq");
    database.write(ROWS, id, facility.id(), orderId, step.id().orElseThrow(),
        StepStatus.SCHEDULED.name(), step.modality().orElse(null),
        TextArray.of(step.stationAes()),
        LocalDateTime.ofInstant(step.start().orElseThrow(), facility.zone()).toString(),
        TextArray.of(words(step)), ExamJson.write(step));
    return new StoredStep(id, StepStatus.SCHEDULED, step);
  }

  void update(Facility facility, StoredStep step) {
    var sql = database.jdbc().sql("""
        UPDATE scheduled_step SET step_id = :stepId, status = :status, modality = :modality,
          station_aes = :stationAes, starts = :starts, performer_words = :performerWords,
          content = :content::jsonb, updated = now()
        WHERE id = :id""");
    columns(sql, facility, step.step())
        .param("status", step.status().name())
        .param("id", step.id())
        .update();
  }

  private static StatementSpec columns(
      StatementSpec sql, Facility facility, ScheduledStep step) {
    return sql.param("stepId", step.id().orElseThrow())
        .param("modality", step.modality().orElse(null))
        .param("stationAes", step.stationAes().toArray(String[]::new))
        .param("starts", LocalDateTime.ofInstant(step.start().orElseThrow(), facility.zone()))
        .param("performerWords", words(step).toArray(String[]::new))
        .param("content", ExamJson.write(step));
  }

  private static List<String> words(ScheduledStep step) {
    return step.performers().stream()
        .flatMap(person -> NameKey.of(person.name().text()).words().stream())
        .distinct()
        .toList();
  }

  private static OfOrder step(ResultSet row, int number) throws SQLException {
    return new OfOrder(row.getLong("order_id"), new StoredStep(
        row.getLong("id"),
        StepStatus.valueOf(row.getString("status")),
        ExamJson.read(row.getString("content"), ScheduledStep.class)));
  }
}
