package vn.tia.records.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.records.testkit.TestDatabase;

class PostgresServerTest {
  // One for all tests: to start again takes a fraction of the first start.
  @TempDir
  private static Path directory;

  private PostgresServer server;

  @BeforeEach
  void start() throws IOException {
    server = PostgresServer.start(directory, TestDatabase.programs());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private String ask(String sql) throws SQLException {
    var target = server.database("postgres");
    try (var connection =
            DriverManager.getConnection(target.url(), target.user(), target.password());
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  @Test
  void isStartedDurableAndForThisMachineOnly() throws Exception {
    assertThat(ask("SHOW fsync")).isEqualTo("on");
    assertThat(ask("SHOW synchronous_commit")).isEqualTo("on");
    assertThat(ask("SHOW full_page_writes")).isEqualTo("on");
    assertThat(ask("SHOW data_checksums")).isEqualTo("on");
    assertThat(ask("SHOW listen_addresses")).isEqualTo("127.0.0.1");
    assertThat(ask("SHOW unix_socket_directories")).isEmpty();
    assertThat(ask("SHOW server_encoding")).isEqualTo("UTF8");
    assertThat(ask("SELECT string_agg(DISTINCT auth_method, ',') FROM pg_hba_file_rules"))
        .isEqualTo("scram-sha-256");
  }

  @Test
  void holdsAnEighthOfTheMachinesMemoryWithinBounds() throws Exception {
    long held = Long.parseLong(ask("SELECT setting::bigint * 8192 FROM pg_settings"
        + " WHERE name = 'shared_buffers'"));
    long machine = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getTotalMemorySize();

    assertThat(held).isBetween(128L << 20, 4L << 30);
    assertThat(held).isCloseTo(Math.clamp(machine / 8, 128L << 20, 4L << 30), within(1L << 20));
    assertThat(ask("SHOW max_wal_size")).isEqualTo("2GB");
  }

  @Test
  void letsNobodyInWithoutThePassword() throws Exception {
    var target = server.database("postgres");

    assertThatThrownBy(() -> DriverManager.getConnection(target.url(), target.user(), "wrong"))
        .isInstanceOfSatisfying(SQLException.class,
            error -> assertThat(error.getSQLState()).isEqualTo("28P01"));
    assertThat(PosixFilePermissions.toString(
        Files.getPosixFilePermissions(directory.resolve("password")))).isEqualTo("rw-------");
    assertThat(target.toString()).doesNotContain(target.password());
  }

  @Test
  void refusesASecondTiaOnTheSameDirectory() throws Exception {
    var sentence = "another Tia is running on " + directory
        + ": stop it, or choose another data directory";

    assertThatThrownBy(() -> PostgresServer.start(directory, TestDatabase.programs()))
        .isInstanceOf(IOException.class).hasMessage(sentence);

    var other = CommittingTia.launch(directory);
    try (var said = other.inputReader()) {
      assertThat(other.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(other.exitValue()).isEqualTo(1);
      assertThat(said.readLine()).isEqualTo(sentence);
    } finally {
      other.destroyForcibly();
    }
    assertThat(ask("SELECT 1")).isEqualTo("1");
  }

  @Test
  void comesBackOnTheSamePortWhenItDies() throws Exception {
    var pid = Long.parseLong(
        Files.readAllLines(directory.resolve("cluster/postmaster.pid")).getFirst());

    ProcessHandle.of(pid).orElseThrow().destroyForcibly();

    var deadline = Instant.now().plus(Duration.ofSeconds(20));
    while (!answers() && Instant.now().isBefore(deadline)) {
      Thread.sleep(50);
    }
    assertThat(ask("SELECT 1")).isEqualTo("1");
  }

  private boolean answers() {
    try {
      return ask("SELECT pg_postmaster_start_time() > now() - interval '1 minute'").equals("t");
    } catch (SQLException _) {
      return false;
    }
  }

  @Test
  void keepsItsDataOverARestartAfterACrashOfTheMachine() throws Exception {
    var target = server.database("tia");
    try (var connection =
            DriverManager.getConnection(target.url(), target.user(), target.password());
        var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE kept AS SELECT 42 AS answer");
    }
    server.close();
    // The file of a crash, whose process number is some other program's by now: this JVM's.
    Files.writeString(directory.resolve("cluster/postmaster.pid"),
        ProcessHandle.current().pid() + "\n" + directory.resolve("cluster") + "\n");

    server = PostgresServer.start(directory, TestDatabase.programs());

    var again = server.database("tia");
    try (var connection =
            DriverManager.getConnection(again.url(), again.user(), again.password());
        var rows = connection.createStatement().executeQuery("SELECT answer FROM kept")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).isEqualTo(42);
    }
  }
}
