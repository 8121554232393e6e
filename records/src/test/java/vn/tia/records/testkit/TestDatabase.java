package vn.tia.records.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import vn.tia.records.database.Database;
import vn.tia.records.database.DatabaseSettings;
import vn.tia.records.database.PostgresServer;

/// Databases for tests: one embedded PostgreSQL per JVM, started by the first test that asks,
/// and an own, migrated, empty database per call.
public final class TestDatabase {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private TestDatabase() {}

  /// A database of the test's own; close it when done, else it closes with the JVM.
  public static Database fresh() {
    var name = "test_" + NUMBER.incrementAndGet();
    var server = Server.RUNNING;
    execute(server, "CREATE DATABASE " + name + " TEMPLATE tia");
    return Database.connect(DatabaseSettings.external(server.database(name))
        .withConnectionsMax(8)
        .withConnectionTimeout(Duration.ofSeconds(20)));
  }

  /// The server of all tests of this JVM, for tests of the server itself.
  public static PostgresServer server() {
    return Server.RUNNING;
  }

  private static void execute(PostgresServer server, String sql) {
    var target = server.database("postgres");
    try (var connection =
            DriverManager.getConnection(target.url(), target.user(), target.password());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException error) {
      throw new IllegalStateException(error);
    }
  }

  /// Where tests keep the unpacked programs, so that only the first run pays for unpacking.
  public static Path programs() {
    var root = System.getProperty("tia.root", System.getProperty("java.io.tmpdir"));
    return Path.of(root).resolve("target/postgresql");
  }

  private static final class Server {
    static final PostgresServer RUNNING = start();
    // Held, since the pipe to it closes when the collector takes it.
    private static Process guard;

    private static PostgresServer start() {
      try {
        var directory = Files.createTempDirectory("tia-test-records-");
        var server = PostgresServer.start(directory, programs());
        guard = guard(directory);
        Database.migrate(DatabaseSettings.external(server.database("tia")));
        return server;
      } catch (IOException error) {
        throw new UncheckedIOException(error);
      }
    }

    // However this JVM ends, the pipe to the guard closes, and the guard clears up. SIGQUIT stops
    // PostgreSQL at once: nothing here is worth a last checkpoint.
    private static Process guard(Path directory) throws IOException {
      return new ProcessBuilder("sh", "-c", """
          trap '' INT TERM HUP
          cat > /dev/null
          pid=$(head -n 1 "$0/cluster/postmaster.pid") && kill -QUIT "$pid"
          while kill -0 "$pid"; do sleep 0.1; done
          rm -rf "$0"
          """, directory.toString())
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    }
  }
}
