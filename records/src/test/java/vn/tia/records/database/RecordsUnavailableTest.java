package vn.tia.records.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.records.testkit.TestDatabase;

/// Row 61 of the bad inputs: the database is down, and every caller is told so, soon.
class RecordsUnavailableTest {
  // One for all tests: to start again takes a fraction of the first start.
  @TempDir
  private static Path directory;

  private PostgresServer server;
  private Database database;

  @BeforeEach
  void start() throws Exception {
    server = PostgresServer.start(directory, TestDatabase.programs());
    database = Database.connect(DatabaseSettings.external(server.database("tia"))
        .withConnectionTimeout(Duration.ofSeconds(2)));
  }

  @AfterEach
  void stop() {
    database.close();
    server.close();
  }

  private int one() {
    return database.jdbc().sql("SELECT 1").query(Integer.class).single();
  }

  @Test
  void saysThatTheRecordsAreUnavailable() {
    server.close();
    var start = Instant.now();

    assertThatThrownBy(this::one).isInstanceOf(RecordsUnavailable.class);
    assertThatThrownBy(this::one).isInstanceOf(RecordsUnavailable.class);
    assertThatThrownBy(() -> database.inTransaction(this::one))
        .isInstanceOf(RecordsUnavailable.class);
    assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(12));
  }

  @Test
  void saysSoInTheMiddleOfATransaction() {
    assertThatThrownBy(() -> database.inTransaction(() -> {
      assertThat(one()).isEqualTo(1);
      server.close();
      return one();
    })).isInstanceOf(RecordsUnavailable.class);
  }

  @Test
  void saysSoAtTheCommit() {
    assertThatThrownBy(() -> database.inTransaction(() -> {
      assertThat(one()).isEqualTo(1);
      server.close();
    })).isInstanceOf(RecordsUnavailable.class);
  }

  @Test
  void servesAgainWhenTheDatabaseIsBack() throws Exception {
    var pid = database.jdbc().sql("SELECT pg_backend_pid()").query(Long.class).single();
    ProcessHandle.of(pid).flatMap(ProcessHandle::parent).orElseThrow().destroyForcibly();

    var deadline = Instant.now().plusSeconds(20);
    while (Instant.now().isBefore(deadline)) {
      try {
        assertThat(one()).isEqualTo(1);
        return;
      } catch (RecordsUnavailable _) {
        Thread.sleep(50);
      }
    }
    assertThat(one()).isEqualTo(1);
  }

  @Test
  void leavesAWrongStatementAWrongStatement() {
    assertThatThrownBy(() -> database.jdbc().sql("SELECT FROM nowhere").update())
        .isNotInstanceOf(RecordsUnavailable.class);
  }
}
