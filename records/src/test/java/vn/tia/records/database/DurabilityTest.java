package vn.tia.records.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.records.testkit.TestDatabase;

/// Commit = durable: another JVM commits rows and says which, is killed, and all are there.
class DurabilityTest {
  private static final int ACKNOWLEDGED_MIN = 200;

  @TempDir
  private Path directory;

  @AfterEach
  void stopWhatAFailedTestLeft() throws IOException {
    postgres().forEach(ProcessHandle::destroyForcibly);
  }

  @Test
  void keepsEveryAcknowledgedRowWhenTiaIsKilled() throws Exception {
    var acknowledged = acknowledgedUntilKilled(ProcessHandle::destroyForcibly);
    assertThat(postgres()).as("PostgreSQL goes on without Tia").isNotEmpty();

    assertThat(keptAfterRestart()).containsAll(acknowledged);
  }

  @Test
  void keepsEveryAcknowledgedRowWhenTiaAndPostgresAreKilled() throws Exception {
    var acknowledged = acknowledgedUntilKilled(tia -> {
      var servers = postgres();
      tia.destroyForcibly();
      servers.forEach(ProcessHandle::destroyForcibly);
    });

    assertThat(keptAfterRestart()).containsAll(acknowledged);
  }

  private List<Integer> acknowledgedUntilKilled(Consumer<ProcessHandle> kill) throws Exception {
    var tia = CommittingTia.launch(directory);
    try (var lines = new BufferedReader(
        new InputStreamReader(tia.getInputStream(), StandardCharsets.UTF_8))) {
      var acknowledged = new ArrayList<Integer>();
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        acknowledged.add(Integer.parseInt(line));
        if (acknowledged.size() == ACKNOWLEDGED_MIN) {
          // Not by the Process itself: that would close its output before it is read to its end.
          kill.accept(tia.toHandle());
        }
      }
      tia.waitFor();
      assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ACKNOWLEDGED_MIN);
      return acknowledged;
    } finally {
      tia.destroyForcibly();
    }
  }

  private List<Integer> keptAfterRestart() throws IOException {
    try (var server = PostgresServer.start(directory, TestDatabase.programs());
        var database =
            Database.connect(DatabaseSettings.external(server.database("tia")))) {
      return database.jdbc().sql("SELECT id FROM committed").query(Integer.class).list();
    }
  }

  // The postmaster and its children, by the file in which it notes its number.
  private List<ProcessHandle> postgres() {
    try {
      var file = directory.resolve("cluster/postmaster.pid");
      if (!Files.exists(file)) {
        return List.of();
      }
      return ProcessHandle.of(Long.parseLong(Files.readAllLines(file).getFirst().strip()))
          .filter(process -> process.info().commandLine().orElse("").contains("postgres"))
          .map(process -> Stream.concat(Stream.of(process), process.descendants()).toList())
          .orElse(List.of());
    } catch (IOException error) {
      throw new IllegalStateException(error);
    }
  }
}
