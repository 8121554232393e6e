package vn.tia.records.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.tia.records.database.Database;
import vn.tia.records.database.DatabaseSettings;
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

  @Test
  void tellsOfReadsALittleLaterAndOfEachOnce() throws InterruptedException {
    var reads = 3_000;
    try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, reads).forEach(i -> readers.execute(() -> audit.recordRead(read(i))));
    }

    for (int i = 0; i < 300 && targets().size() < reads; i++) {
      Thread.sleep(100);
    }

    assertThat(targets()).doesNotHaveDuplicates().hasSize(reads);
  }

  @Test
  void tellsWhenAReadWasAndNotWhenItWasWritten() {
    var before = Instant.now();
    audit.recordRead(read(1));
    var after = Instant.now();
    audit.flush();

    var at = database.jdbc().sql("SELECT at FROM audit").query(OffsetDateTime.class).single();
    assertThat(at.toInstant()).isBetween(before.truncatedTo(ChronoUnit.MICROS),
        after.plusNanos(1_000));
  }

  @Test
  void losesNoReadInAnOrderlyStop() {
    IntStream.range(0, 50).forEach(i -> audit.recordRead(read(i)));

    var name = database.jdbc().sql("SELECT current_database()").query(String.class).single();
    database.close();

    try (var other = Database.connect(
        DatabaseSettings.external(TestDatabase.server().database(name)))) {
      assertThat(other.jdbc().sql("SELECT count(*) FROM audit").query(Integer.class).single())
          .isEqualTo(50);
    }
  }

  @Test
  void tellsOfMoreReadsThanMayWait() {
    var reads = 12_000;
    var held = new Semaphore(0);
    try (var holder = Executors.newVirtualThreadPerTaskExecutor()) {
      holder.execute(() -> database.inTransaction(() -> {
        database.jdbc().sql("LOCK TABLE audit IN SHARE MODE").update();
        held.release();
        held.acquireUninterruptibly(2);
      }));
      held.acquireUninterruptibly();
      var all = holder.submit(() -> IntStream.range(0, reads).forEach(i ->
          audit.recordRead(read(i))));
      // The table is locked: what can't wait any more makes its reader wait.
      assertThatThrownBy(() -> all.get(500, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      held.release(2);
    }
    audit.flush();

    assertThat(targets()).doesNotHaveDuplicates().hasSize(reads);
  }

  @Test
  void keepsReadsInTheTransactionOfNobody() {
    assertThatThrownBy(() -> database.inTransaction(() -> {
      audit.recordRead(read(7));
      throw new IllegalStateException("rolled back");
    })).hasMessage("rolled back");
    audit.flush();

    assertThat(targets()).containsExactly("Patient/7");
  }

  private static AuditRecord read(int number) {
    return new AuditRecord(OptionalInt.empty(), "FHIR", "127.0.0.1", "read", "Patient/" + number,
        "done");
  }

  private List<String> targets() {
    return database.jdbc().sql("SELECT target FROM audit").query(String.class).list();
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
