package vn.tia.records.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
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

    private static PostgresServer start() {
      try {
        var directory = Files.createTempDirectory("tia-test-records-");
        var server = PostgresServer.start(directory, programs());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, directory)));
        Database.migrate(DatabaseSettings.external(server.database("tia")));
        return server;
      } catch (IOException error) {
        throw new UncheckedIOException(error);
      }
    }

    private static void stop(PostgresServer server, Path directory) {
      try {
        server.close();
        delete(directory);
      } catch (IOException error) {
        throw new UncheckedIOException(error);
      }
    }
  }

  private static void delete(Path directory) throws IOException {
    Files.walkFileTree(directory, new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
          throws IOException {
        Files.delete(file);
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException error)
          throws IOException {
        Files.delete(visited);
        return FileVisitResult.CONTINUE;
      }
    });
  }
}
