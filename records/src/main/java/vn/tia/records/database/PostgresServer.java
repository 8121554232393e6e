package vn.tia.records.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tia.records.database.DatabaseSettings.ExternalServer;

/// A PostgreSQL of our own: a child process with its files under one directory, on the loopback
/// address and a free port, reached by a password that only this directory knows.
///
/// It is started durable: fsync, synchronous_commit and full_page_writes on. It lives in a
/// session of its own, so that Ctrl-C reaches Tia only, and Tia stops it when it has finished.
/// If it dies, it is started again on the same port; if Tia is killed, it goes on without Tia,
/// and the next start stops it first.
public final class PostgresServer implements AutoCloseable {
  static final int PORT_ATTEMPTS = 3;
  static final Duration START_PAUSE = Duration.ofMillis(200);
  /// How long what is left of a killed server may take to go: its backends hold the shared memory
  /// until they notice, and its pid is taken until somebody reaps it.
  static final Duration REMAINS_PATIENCE = Duration.ofSeconds(20);
  static final Duration WATCH_PAUSE = Duration.ofMillis(500);
  static final Duration WATCH_PAUSE_MAX = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(PostgresServer.class);

  private final PostgresCluster cluster;
  private final DirectoryLock lock;
  private int port;
  private boolean isClosed;

  private PostgresServer(PostgresCluster cluster, DirectoryLock lock) {
    this.cluster = cluster;
    this.lock = lock;
  }

  /// Starts the server of this directory, made on first use.
  ///
  /// @throws IOException if another Tia uses the directory or the server doesn't start
  public static PostgresServer start(Path directory) throws IOException {
    return start(directory, directory);
  }

  /// Starts the server of this directory with its programs unpacked elsewhere, for tests.
  public static PostgresServer start(Path directory, Path programs) throws IOException {
    Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(
        PosixFilePermissions.fromString("rwx------")));
    var lock = DirectoryLock.take(directory);
    try {
      var home = PostgresBinaries.under(programs.toAbsolutePath());
      var cluster = PostgresCluster.in(directory, new PostgresPrograms(home));
      var server = new PostgresServer(cluster, lock);
      server.launch();
      Thread.ofVirtual().name("postgres-watch").start(server::watch);
      return server;
    } catch (IOException | RuntimeException error) {
      lock.close();
      throw error;
    }
  }

  /// How to reach one database of this server.
  public ExternalServer database(String name) {
    return new ExternalServer("jdbc:postgresql://127.0.0.1:" + port + "/" + name,
        PostgresCluster.USER, cluster.password());
  }

  /// Stops the server: what runs is rolled back, what was committed is flushed.
  @Override
  public synchronized void close() {
    if (isClosed) {
      return;
    }
    isClosed = true;
    try (lock) {
      cluster.stop();
    } catch (IOException error) {
      LOG.error("PostgreSQL did not stop: {}", error.getMessage());
    }
  }

  private void launch() throws IOException {
    cluster.stopStale();
    var patienceEnd = System.nanoTime() + (cluster.wasKilled() ? REMAINS_PATIENCE.toNanos() : 0);
    for (var attempt = 1; ; attempt++) {
      port = freePort();
      try {
        cluster.start(port);
        break;
      } catch (IOException error) {
        // Another process may have taken the port between our look and the start.
        if (attempt >= PORT_ATTEMPTS && System.nanoTime() > patienceEnd) {
          throw error;
        }
        pause();
      }
    }
    try {
      prepare();
    } catch (IOException | RuntimeException error) {
      close();
      throw error;
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(START_PAUSE);
    } catch (InterruptedException error) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while PostgreSQL started", error);
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void watch() {
    var pause = WATCH_PAUSE;
    while (isWatched(pause)) {
      pause = isUp() ? WATCH_PAUSE : longer(pause);
    }
  }

  private boolean isWatched(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException _) {
      return false;
    }
    synchronized (this) {
      return !isClosed;
    }
  }

  /// Answers whether the server runs, after an attempt to start it where it died.
  private synchronized boolean isUp() {
    try {
      if (!isClosed && cluster.process().isEmpty()) {
        LOG.error("PostgreSQL died and is started again");
        cluster.start(port);
      }
      return true;
    } catch (IOException error) {
      LOG.error("PostgreSQL did not start again: {}", error.getMessage());
      return false;
    }
  }

  private static Duration longer(Duration pause) {
    var doubled = pause.multipliedBy(2);
    return doubled.compareTo(WATCH_PAUSE_MAX) < 0 ? doubled : WATCH_PAUSE_MAX;
  }

  private void prepare() throws IOException {
    var target = database("postgres");
    try (var connection =
            DriverManager.getConnection(target.url(), target.user(), target.password());
        var statement = connection.createStatement()) {
      requirePasswords(connection);
      try (var rows = statement.executeQuery("SELECT FROM pg_database WHERE datname = 'tia'")) {
        if (rows.next()) {
          return;
        }
      }
      statement.execute("CREATE DATABASE tia");
    } catch (SQLException error) {
      throw new IOException("PostgreSQL started, but refused us: " + error.getMessage(), error);
    }
  }

  private static void requirePasswords(Connection connection) throws SQLException, IOException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("""
            SELECT FROM pg_hba_file_rules
            WHERE auth_method IS DISTINCT FROM 'scram-sha-256'""")) {
      if (rows.next()) {
        throw new IOException("pg_hba.conf of the embedded PostgreSQL lets callers in without a "
            + "password: only scram-sha-256 is allowed there");
      }
    }
  }
}
