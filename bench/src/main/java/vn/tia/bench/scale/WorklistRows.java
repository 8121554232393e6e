package vn.tia.bench.scale;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.LocalDate;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import vn.tia.bench.TiaProgram;
import vn.tia.bench.orders.OrderText;
import vn.tia.hl7.mllp.MllpClient;
import vn.tia.hl7.mllp.MllpClientSettings;
import vn.tia.records.database.Database;

/// Writes the rows of orders, each a copy of one that came by HL7 under numbers of its own.
public final class WorklistRows {
  /// What stands in all numbers of the order that is copied.
  public static final String RUN = "scale";
  static final int STATIONS = 8;

  /// `:status` is that of the steps, `:days` how many days they are spread over.
  private static final String ORDERS = """
      INSERT INTO imaging_order (facility_id, fhir_id, patient_id, status, placer_system,
        placer_value, filler_system, filler_value, accession_system, accession_value, study_uid,
        procedure_id, admission_system, admission_value, institution, department, content)
      SELECT facility_id, gen_random_uuid(), patient_id, :status, placer_system,
        replace(placer_value, :old, :run || n), filler_system,
        replace(filler_value, :old, :run || n), accession_system,
        replace(accession_value, :old, :run || n), '2.25.1' || n,
        replace(procedure_id, :old, :run || n), admission_system,
        replace(admission_value, :old, :run || n), institution, department,
        replace(replace(content::text, :old, :run || n), study_uid, '2.25.1' || n)::jsonb
      FROM imaging_order, generate_series(:from::bigint, :to::bigint) AS n
      WHERE accession_value = 'A' || :old""";

  private static final String STEPS = """
      INSERT INTO scheduled_step (facility_id, order_id, step_id, status, modality, station_aes,
        starts, performer_words, content)
      SELECT s.facility_id, o.id, replace(s.step_id, :old, :run || n), :step,
        (ARRAY['CT', 'DX', 'US', 'MR'])[1 + n % 4], ARRAY['STATION' || n % :stations],
        :day::date + make_interval(days => (n % :days)::int, mins => (n % 600)::int),
        s.performer_words, replace(s.content::text, :old, :run || n)::jsonb
      FROM scheduled_step s JOIN imaging_order t ON t.id = s.order_id,
        generate_series(:from::bigint, :to::bigint) AS n
        JOIN imaging_order o ON o.accession_value = 'A' || :run || n
      WHERE t.accession_value = 'A' || :old""";

  private final Database database;

  private WorklistRows(Database database) {
    this.database = database;
  }

  /// Sends the order that is copied.
  public static WorklistRows of(TiaProgram program, Database database) throws IOException {
    try (var client = MllpClient.connect(
        MllpClientSettings.to("127.0.0.1", program.hl7Port))) {
      String answer = new String(client.exchange(OrderText.of(RUN, 0)), UTF_8);
      if (!answer.contains("MSA|AA|")) {
        throw new IOException("an order was not accepted");
      }
    }
    return new WorklistRows(database);
  }

  /// Orders whose steps were done long ago.
  public void addDone(long from, long to) {
    add(from, to, "COMPLETED", Exams.FIRST_DAY);
  }

  /// Orders whose steps are to be done today, each eighth by one station.
  public void addOpen(long from, long to) {
    add(from, to, "SCHEDULED", LocalDate.now());
  }

  /// Has the server learn what was written.
  public void tidy() {
    database.jdbc().sql("VACUUM ANALYZE imaging_order").update();
    database.jdbc().sql("VACUUM ANALYZE scheduled_step").update();
  }

  private void add(long from, long to, String step, LocalDate day) {
    database.inTransaction(() -> {
      bind(ORDERS, from, to).param("status", step.equals("SCHEDULED") ? "ACTIVE" : "COMPLETED")
          .update();
      bind(STEPS, from, to).param("step", step).param("day", day.toString())
          .param("days", step.equals("SCHEDULED") ? 1 : 2_000)
          .param("stations", STATIONS).update();
    });
  }

  private StatementSpec bind(
      String sql, long from, long to) {
    return database.jdbc().sql(sql).param("old", RUN + "-0").param("run", RUN + "-")
        .param("from", from).param("to", to - 1);
  }
}
