package vn.tia.records.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tia.records.database.DatabaseSettings.ExternalServer;

/// A PostgreSQL of our own: a child process with its files under one directory, on the loopback
/// address and a free port, reached by a password that only this directory knows.
///
/// It is started durable: fsync, synchronous_commit and full_page_writes on. It lives in a
/// session of its own, so that Ctrl-C reaches Tia only, and Tia stops it when it has finished.
/// If Tia was killed, the server goes on without it: the next start stops that one first.
public final class PostgresServer implements AutoCloseable {
  static final String USER = "tia";
  static final int PORT_ATTEMPTS = 3;
  static final int STOP_SECONDS_MAX = 30;

  private static final Logger LOG = LoggerFactory.getLogger(PostgresServer.class);

  private final Path home;
  private final Path cluster;
  private final FileChannel lock;
  private final String password;
  private final int port;

  private PostgresServer(Path home, Path cluster, FileChannel lock, String password, int port) {
    this.home = home;
    this.cluster = cluster;
    this.lock = lock;
    this.password = password;
    this.port = port;
  }

  /// Starts the server of this directory, made on first use.
  ///
  /// @throws IOException if another Tia uses the directory or the server doesn't start
  public static PostgresServer start(Path directory) throws IOException {
    return start(directory, directory);
  }

  /// Starts the server of this directory with its programs unpacked elsewhere, for tests.
  public static PostgresServer start(Path directory, Path programs) throws IOException {
    Files.createDirectories(directory);
    var lock = lock(directory);
    try {
      var home = PostgresBinaries.under(programs.toAbsolutePath());
      var password = password(directory.resolve("password"));
      var cluster = directory.toAbsolutePath().resolve("cluster");
      initialize(home, cluster, directory.resolve("password"));
      stopStale(home, cluster);
      var server = new PostgresServer(
          home, cluster, lock, password, launch(home, cluster, directory.resolve("server.log")));
      server.createDatabase();
      return server;
    } catch (IOException | RuntimeException error) {
      lock.close();
      throw error;
    }
  }

  /// How to reach one database of this server.
  public ExternalServer database(String name) {
    return new ExternalServer("jdbc:postgresql://127.0.0.1:" + port + "/" + name, USER, password);
  }

  /// Stops the server: what runs is rolled back, what was committed is flushed.
  @Override
  public void close() {
    try {
      stop(home, cluster);
    } catch (IOException error) {
      LOG.error("PostgreSQL did not stop: {}", error.getMessage());
    }
    try {
      lock.close();
    } catch (IOException error) {
      LOG.error("the lock of the data directory was not released: {}", error.getMessage());
    }
  }

  private static FileChannel lock(Path directory) throws IOException {
    var channel = FileChannel.open(
        directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException _) {
      // Held by this very process: refused below like any other.
    }
    channel.close();
    throw new IOException("another Tia is running on " + directory + ": stop it, or choose "
        + "another data directory");
  }

  private static String password(Path file) throws IOException {
    if (Files.exists(file)) {
      return Files.readString(file);
    }
    var random = new byte[24];
    new SecureRandom().nextBytes(random);
    var temporary = file.resolveSibling("password.new");
    Files.deleteIfExists(temporary);
    Files.createFile(temporary, PosixFilePermissions.asFileAttribute(
        PosixFilePermissions.fromString("rw-------")));
    Files.writeString(temporary, HexFormat.of().formatHex(random));
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    return Files.readString(file);
  }

  // A directory that was left half-made has another name, so it is never taken for a whole one.
  private static void initialize(Path home, Path cluster, Path password) throws IOException {
    if (Files.exists(cluster)) {
      return;
    }
    var unfinished = cluster.resolveSibling("cluster.new");
    Directories.delete(unfinished);
    // C.UTF-8 of the builtin provider sorts the same on every system and after every upgrade.
    run(home, List.of("initdb", "-D", unfinished.toString(), "-U", USER,
        "--pwfile=" + password, "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C",
        "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--data-checksums"));
    Files.move(unfinished, cluster, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void stopStale(Path home, Path cluster) throws IOException {
    if (Files.exists(cluster.resolve("postmaster.pid"))
        && attempt(home, List.of("pg_ctl", "-D", cluster.toString(), "status"))) {
      LOG.warn("stopping the PostgreSQL that a killed Tia left behind");
      stop(home, cluster);
    }
  }

  private static void stop(Path home, Path cluster) throws IOException {
    var stop = List.of("pg_ctl", "-D", cluster.toString(), "-w",
        "-t", Integer.toString(STOP_SECONDS_MAX), "stop", "-m");
    if (!attempt(home, with(stop, "fast"))) {
      run(home, with(stop, "immediate"));
    }
  }

  private static int launch(Path home, Path cluster, Path log) throws IOException {
    for (var attempt = 1; ; attempt++) {
      var port = freePort();
      var start = List.of("pg_ctl", "-D", cluster.toString(), "-w", "-t", "60",
          "-l", log.toAbsolutePath().toString(), "-o", options(port), "start");
      if (attempt(home, start)) {
        return port;
      }
      // Another process may have taken the port between our look and the start.
      if (attempt == PORT_ATTEMPTS) {
        throw new IOException("PostgreSQL did not start: " + log + " says why");
      }
    }
  }

  // Given on the command line, these win over every configuration file. The log stays free of
  // statements and row values, since they are patient data.
  private static String options(int port) {
    return String.join(" ", List.of(
        "-p " + port,
        "-c listen_addresses=127.0.0.1",
        "-c unix_socket_directories=",
        "-c fsync=on",
        "-c synchronous_commit=on",
        "-c full_page_writes=on",
        "-c max_connections=100",
        "-c log_min_messages=log",
        "-c log_min_error_statement=panic",
        "-c log_error_verbosity=terse"));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void createDatabase() throws IOException {
    var target = database("postgres");
    try (var connection = DriverManager.getConnection(target.url(), USER, password);
        var statement = connection.createStatement()) {
      requireNoTrust(connection);
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

  private static void requireNoTrust(java.sql.Connection connection)
      throws SQLException, IOException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(
            "SELECT FROM pg_hba_file_rules WHERE auth_method <> 'scram-sha-256'")) {
      if (rows.next()) {
        throw new IOException("pg_hba.conf of the embedded PostgreSQL lets callers in without a "
            + "password: only scram-sha-256 is allowed there");
      }
    }
  }

  private static void run(Path home, List<String> command) throws IOException {
    if (!attempt(home, command)) {
      throw new IOException(command.getFirst() + " of the embedded PostgreSQL failed; "
          + "its programs are under " + home);
    }
  }

  private static boolean attempt(Path home, List<String> command) throws IOException {
    var words = new ArrayList<String>();
    // PostgreSQL refuses to run as root; a user namespace shows it another user.
    if (isRoot()) {
      words.addAll(List.of("unshare", "--user"));
    }
    words.add(home.resolve("bin").resolve(command.getFirst()).toString());
    words.addAll(command.subList(1, command.size()));
    var process = new ProcessBuilder(words)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
    try {
      if (process.waitFor(2, TimeUnit.MINUTES)) {
        return process.exitValue() == 0;
      }
      process.destroyForcibly();
      throw new IOException(command.getFirst() + " did not end within 2 minutes");
    } catch (InterruptedException error) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + command.getFirst() + " ran", error);
    }
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static List<String> with(List<String> words, String last) {
    var all = new ArrayList<>(words);
    all.add(last);
    return all;
  }
}
