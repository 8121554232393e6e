package vn.tia.records.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import vn.tia.records.database.Database;
import vn.tia.records.testkit.TestDatabase;
import vn.tia.records.testkit.TestFacilities;

class OutboxReaderTest {
  private final Database database = TestDatabase.fresh();
  private final int facility = TestFacilities.first(database).id();
  private final Outbox outbox = new Outbox(database);
  private final OutboxReader reader = new OutboxReader(database);

  @AfterEach
  void close() {
    database.close();
  }

  private void append(String key) {
    database.inTransaction(() -> outbox.append("study", key, facility));
  }

  // A transaction of its own pace, beside those of the database's threads.
  private Connection begin(String key) throws SQLException {
    var connection = database.dataSource().getConnection();
    connection.setAutoCommit(false);
    try (var statement = connection.prepareStatement(
        "INSERT INTO outbox (topic, key, facility_id) VALUES ('study', ?, ?)")) {
      statement.setString(1, key);
      statement.setInt(2, facility);
      statement.executeUpdate();
    }
    return connection;
  }

  private static List<String> keys(List<OutboxEntry> entries) {
    return entries.stream().map(OutboxEntry::key).toList();
  }

  @Test
  void showsCommittedEntriesInOrder() {
    append("1");
    append("2");

    var entries = reader.after(Cursor.START, 10);

    assertThat(keys(entries)).containsExactly("1", "2");
    assertThat(entries.getFirst().topic()).isEqualTo("study");
    assertThat(entries.getFirst().facilityId()).isEqualTo(facility);
    assertThat(keys(reader.after(entries.getFirst().cursor(), 10))).containsExactly("2");
  }

  @Test
  void holdsBackWhatALateCommitWouldPrecede() throws Exception {
    try (var early = begin("began first, commits last")) {
      append("began last, commits first");
      assertThat(reader.after(Cursor.START, 10)).isEmpty();

      early.commit();
    }

    assertThat(keys(reader.after(Cursor.START, 10)))
        .containsExactly("began first, commits last", "began last, commits first");
  }

  @Test
  void goesOnAfterARollBack() throws Exception {
    try (var early = begin("rolled back")) {
      append("kept");
      early.rollback();
    }

    assertThat(keys(reader.after(Cursor.START, 10))).containsExactly("kept");
  }

  @Test
  void stopsAndGoesOnInTheMiddleOfATransaction() {
    database.inTransaction(() -> {
      outbox.append("study", "1", facility);
      outbox.append("study", "2", facility);
      outbox.append("study", "3", facility);
    });

    var first = reader.after(Cursor.START, 2);

    assertThat(keys(first)).containsExactly("1", "2");
    assertThat(keys(reader.after(first.getLast().cursor(), 2))).containsExactly("3");
  }

  @Test
  void showsAfterTheHorizonWhatWasNotVisibleAtIt() throws Exception {
    append("before");
    try (var running = begin("running")) {
      var horizon = reader.horizon();
      append("after");
      running.commit();

      assertThat(keys(reader.after(horizon, 10))).containsExactly("running", "after");
    }
  }

  @Test
  void refusesAnEntryOutsideATransaction() {
    assertThatThrownBy(() -> outbox.append("study", "1", facility))
        .hasMessage("this write belongs into a transaction, none is running");
  }

  @Test
  void keepsWhatSomeConsumerHasNotPassed() {
    append("1");
    append("2");
    append("3");
    var entries = reader.after(Cursor.START, 10);
    var future = Instant.now().plusSeconds(60);

    assertThat(outbox.prune(future, 10)).as("nobody has passed anything").isZero();
    reader.passed("fast", entries.get(2).cursor());
    reader.passed("slow", entries.get(0).cursor());
    assertThat(outbox.prune(Instant.EPOCH, 10)).as("nothing is that old").isZero();
    assertThat(outbox.prune(future, 10)).isEqualTo(1);
    assertThat(keys(reader.after(Cursor.START, 10))).containsExactly("2", "3");

    outbox.forget("slow");
    assertThat(outbox.prune(future, 1)).isEqualTo(1);
    assertThat(outbox.prune(future, 10)).isEqualTo(1);
    assertThat(reader.after(Cursor.START, 10)).isEmpty();
  }

  @Test
  void adoptsEntriesAndCursorsOfARestoredDump() {
    append("1");
    database.jdbc().sql("UPDATE outbox SET transaction = '900000000000'").update();
    reader.passed("index", new Cursor(800_000_000_000L, 1));
    assertThat(reader.after(Cursor.START, 10)).isEmpty();
    assertThat(reader.knows(new Cursor(800_000_000_000L, 1))).isFalse();

    outbox.register("index");

    var entries = reader.after(Cursor.START, 10);
    assertThat(keys(entries)).containsExactly("1");
    assertThat(reader.knows(entries.getFirst().cursor())).isTrue();
    assertThat(database.jdbc().sql("SELECT transaction::text FROM outbox_consumer")
        .query(String.class).single()).isEqualTo("0");
  }

  @Test
  void readsACursorBackFromItsText() {
    assertThat(Cursor.parse(new Cursor(750, 12).toString())).isEqualTo(new Cursor(750, 12));
    assertThatThrownBy(() -> Cursor.parse("12"))
        .hasMessage("an outbox cursor is transaction/id, got: 12");
  }
}
