package vn.tia.records.worklist;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import vn.tia.mapping.names.NamePattern;
import vn.tia.records.testkit.TestRecords;
import vn.tia.records.worklist.WorklistKey.Field;

/// Every key finds its rows by an index: no plan reads a whole table of orders, steps or patients.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WorklistPlanTest {
  private static final int ORDERS = 20_000;

  private final TestRecords records = TestRecords.fresh();

  @BeforeAll void fill() {
    var jdbc = records.database().jdbc();
    jdbc.sql("""
        INSERT INTO patient (facility_id, fhir_id, origin, family, middle, given, prefix, suffix,
          name_key, name_words, birth_date, sex, phones)
        SELECT :facility, gen_random_uuid(), 'REGISTERED', 'F' || n, '', 'G', '', '', 'f' || n,
          ARRAY['f' || n], to_char(date '1930-01-01' + n, 'YYYY-MM-DD'), 'MALE', '{}'
        FROM generate_series(1, :orders) AS n""")
        .param("facility", records.first().id()).param("orders", ORDERS).update();
    jdbc.sql("""
        INSERT INTO patient_word (facility_id, word, patient_id)
        SELECT facility_id, name_key, id FROM patient""").update();
    jdbc.sql("""
        INSERT INTO patient_identifier (facility_id, patient_id, leads_to, system, value,
          type_code, finds)
        SELECT facility_id, id, id, 'urn:x', 'N' || id, 'MR', true FROM patient""").update();
    jdbc.sql("""
        INSERT INTO imaging_order (facility_id, fhir_id, patient_id, status, placer_system,
          placer_value, accession_system, accession_value, study_uid, procedure_id,
          admission_value, institution, department, content)
        SELECT facility_id, gen_random_uuid(), id, 'ACTIVE', 'urn:x', 'P' || id, 'urn:x',
          'A' || id, '1.2.' || id, 'R' || id, 'V' || id, 'i' || id, 'd' || id, '{}'
        FROM patient""").update();
    jdbc.sql("""
        INSERT INTO scheduled_step (facility_id, order_id, step_id, status, modality, station_aes,
          starts, performer_words, content)
        SELECT facility_id, id, 'S' || id, 'SCHEDULED', 'M' || id % 500, ARRAY['AE' || id],
          timestamp '2026-01-01' + id * interval '10 minutes', ARRAY['w' || id], '{}'
        FROM imaging_order""").update();
    jdbc.sql("ANALYZE").update();
  }

  @AfterAll void close() {
    records.close();
  }

  @Test void findsByEveryTextKey() {
    for (var field : List.of(Field.PATIENT_ID, Field.ACCESSION_NUMBER, Field.STUDY_UID,
        Field.PROCEDURE_ID, Field.ADMISSION_ID, Field.STEP_ID, Field.MODALITY, Field.INSTITUTION,
        Field.DEPARTMENT)) {
      assertThat(scanned(text(field, "X77"))).as(field.name()).isEmpty();
    }
    assertThat(scanned(text(Field.ACCESSION_NUMBER, "A777*"))).isEmpty();
    assertThat(scanned(text(Field.PATIENT_ID, "N777*"))).isEmpty();
  }

  @Test void findsByNameBirthDateAndStart() {
    assertThat(scanned(new WorklistKey.PatientName(NamePattern.of("f777")))).isEmpty();
    assertThat(scanned(new WorklistKey.PatientName(NamePattern.of("f777*")))).isEmpty();
    assertThat(scanned(new WorklistKey.PerformerName(NamePattern.of("w777")))).isEmpty();
    var day = LocalDate.of(1931, 1, 1);
    assertThat(scanned(new WorklistKey.Born(Optional.of(day), Optional.of(day)))).isEmpty();
    var start = LocalDateTime.of(2026, 2, 1, 0, 0);
    assertThat(scanned(new WorklistKey.Starts(
        Optional.of(start), Optional.of(start.plusHours(1))))).isEmpty();
  }

  @Test void findsAStationWithinItsDay() {
    var start = LocalDateTime.of(2026, 2, 1, 0, 0);

    assertThat(scanned(text(Field.STATION_AE, "AE777"), new WorklistKey.Starts(
        Optional.of(start), Optional.of(start.plusDays(1))))).isEmpty();
  }

  @Test void readsThePageOfAnUnboundedQueryInOrder() {
    assertThat(scanned()).isEmpty();
  }

  private static WorklistKey text(Field field, String pattern) {
    return new WorklistKey.Text(field, List.of(new TextPattern(pattern)));
  }

  private List<String> scanned(WorklistKey... keys) {
    var conditions = new Conditions(List.of(records.first()), List.of(keys));
    return records.database().jdbc().sql("EXPLAIN " + Worklist.sql(conditions))
        .params(conditions.params())
        .param("limit", 1000)
        .query(String.class)
        .list().stream()
        .filter(line -> line.contains("Seq Scan"))
        .filter(line -> !line.contains(" on facility "))
        .collect(Collectors.toList());
  }
}
