package vn.tia.records.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.tia.records.database.Database;
import vn.tia.records.testkit.TestDatabase;
import vn.tia.records.testkit.TestFacilities;

class AuditTest {
  private final Database database = TestDatabase.fresh();
  private final Audit audit = new Audit(database);

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void keepsWhoDidWhatAndHowItEnded() {
    var facility = TestFacilities.first(database).id();

    audit.record(new AuditRecord(OptionalInt.of(facility), "DICOM", "CT01@10.0.0.5", "C-STORE",
        "1.2.3", "done"));
    audit.record(new AuditRecord(OptionalInt.empty(), "DICOM", "STRANGER@10.0.0.6", "A-ASSOCIATE",
        "", "1/1/3"));

    assertThat(database.jdbc().sql("SELECT facility_id, caller, outcome FROM audit ORDER BY id")
        .query().listOfRows())
        .extracting(Object::toString)
        .containsExactly(
            "{facility_id=" + facility + ", caller=CT01@10.0.0.5, outcome=done}",
            "{facility_id=null, caller=STRANGER@10.0.0.6, outcome=1/1/3}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UPDATE audit SET outcome = 'done'", "DELETE FROM audit",
      "TRUNCATE audit"})
  void refusesEveryChange(String change) {
    audit.record(new AuditRecord(OptionalInt.empty(), "HL7", "HIS|BV01", "OMI^O23", "", "AR"));

    assertThatThrownBy(() -> database.jdbc().sql(change).update())
        .hasMessageContaining("rows of audit can be added and read, never changed");
  }

  @Test
  void cutsLongTextsOfStrangers() {
    audit.record(new AuditRecord(OptionalInt.empty(), "DICOM", "x".repeat(5_000), "C-FIND",
        "a\0b", "done"));

    var length = database.jdbc().sql("SELECT length(caller) FROM audit");
    assertThat(length.query(Integer.class).single()).isEqualTo(256);
  }
}
