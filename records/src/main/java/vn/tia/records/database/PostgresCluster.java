package vn.tia.records.database;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The files of an embedded PostgreSQL under one directory: its data (`cluster`), its password
/// (mode 0600) and its log; and the process that works on them.
final class PostgresCluster {
  static final String USER = "tia";
  static final int STOP_SECONDS_MAX = 30;
  /// After a crash it replays up to two gigabytes of its log first, on a slow disk for minutes.
  static final int START_SECONDS_MAX = 600;
  static final long LOG_BYTES_MAX = 10_000_000;
  private static final long BUFFERS_MIN = 128L << 20;
  private static final long BUFFERS_MAX = 4L << 30;

  private static final Logger LOG = LoggerFactory.getLogger(PostgresCluster.class);

  private final PostgresPrograms programs;
  private final Path data;
  private final Path log;
  private final String password;

  private PostgresCluster(PostgresPrograms programs, Path directory) throws IOException {
    this.programs = programs;
    this.data = directory.resolve("cluster");
    this.log = directory.resolve("server.log");
    this.password = password(directory.resolve("password"));
  }

  /// The cluster of this directory, made on first use.
  static PostgresCluster in(Path directory, PostgresPrograms programs) throws IOException {
    var cluster = new PostgresCluster(programs, directory.toAbsolutePath());
    cluster.initialize(directory.toAbsolutePath().resolve("password"));
    return cluster;
  }

  String password() {
    return password;
  }

  /// Starts the server on a port of the loopback address, and answers when it takes connections.
  void start(int port) throws IOException {
    if (Files.exists(log) && Files.size(log) > LOG_BYTES_MAX) {
      Files.move(log, log.resolveSibling("server.log.old"), StandardCopyOption.REPLACE_EXISTING);
    }
    programs.run("pg_ctl", List.of("-D", data.toString(), "-w", "-t",
        Integer.toString(START_SECONDS_MAX), "-l", log.toString(), "-o", options(port), "start"));
  }

  /// Stops the server: first what runs is rolled back and what is committed is flushed; where
  /// that takes too long, at once, and the next start recovers.
  void stop() throws IOException {
    try {
      programs.run("pg_ctl", stopWords("fast"));
    } catch (IOException error) {
      if (process().isPresent()) {
        LOG.warn("PostgreSQL is stopped at once: {}", error.getMessage());
        programs.run("pg_ctl", stopWords("immediate"));
      }
    }
  }

  /// Stops the server that a killed Tia left behind.
  void stopStale() throws IOException {
    if (process().isPresent()) {
      LOG.warn("stopping the PostgreSQL that a killed Tia left behind");
      stop();
    }
  }

  /// Whether the last server ended without putting its files in order.
  boolean wasKilled() {
    return Files.exists(data.resolve("postmaster.pid"));
  }

  /// The server that works on these files, where there is one.
  Optional<ProcessHandle> process() throws IOException {
    var file = data.resolve("postmaster.pid");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    var number = Files.readAllLines(file).stream().findFirst().orElse("");
    if (!number.strip().matches("\\d+")) {
      return Optional.empty();
    }
    var process = ProcessHandle.of(Long.parseLong(number.strip())).filter(PostgresCluster::isAlive);
    var command = process.flatMap(alive -> alive.info().commandLine());
    if (command.isPresent() && !command.get().contains(data.toString())) {
      // After a crash of the machine its number may be another program's: not ours to stop.
      Files.delete(file);
      return Optional.empty();
    }
    return process;
  }

  // Where process 1 of a container reaps nobody, a dead server stays in the table as a zombie.
  private static boolean isAlive(ProcessHandle process) {
    try {
      var stat = Path.of("/proc", Long.toString(process.pid()), "stat");
      return process.isAlive() && !(Files.exists(stat) && Files.readString(stat).contains(") Z "));
    } catch (IOException _) {
      return process.isAlive();
    }
  }

  private List<String> stopWords(String mode) {
    return List.of("-D", data.toString(), "-w", "-t", Integer.toString(STOP_SECONDS_MAX),
        "-m", mode, "stop");
  }

  private static String password(Path file) throws IOException {
    if (!Files.exists(file)) {
      var random = new byte[24];
      new SecureRandom().nextBytes(random);
      var unfinished = file.resolveSibling("password.new");
      Files.deleteIfExists(unfinished);
      Files.createFile(unfinished, PosixFilePermissions.asFileAttribute(
          PosixFilePermissions.fromString("rw-------")));
      Files.writeString(unfinished, HexFormat.of().formatHex(random));
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return Files.readString(file);
  }

  // A directory that was left half-made has another name, so it is never taken for a whole one.
  private void initialize(Path passwordFile) throws IOException {
    if (Files.exists(data)) {
      return;
    }
    var unfinished = data.resolveSibling("cluster.new");
    Directories.delete(unfinished);
    // The builtin C.UTF-8 sorts the same on every system and after every upgrade.
    programs.run("initdb", List.of("-D", unfinished.toString(), "-U", USER,
        "--pwfile=" + passwordFile, "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C",
        "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--data-checksums"));
    Files.move(unfinished, data, StandardCopyOption.ATOMIC_MOVE);
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
        // After a checkpoint each page is logged whole once more, so they are rare.
        "-c max_wal_size=2GB",
        "-c checkpoint_timeout=15min",
        "-c max_connections=100",
        "-c shared_buffers=" + (buffers() >> 20) + "MB",
        // Short queries by index on a disk that seeks: neither compiled nor shared among workers.
        "-c random_page_cost=1.1",
        "-c jit=off",
        "-c max_parallel_workers_per_gather=0",
        "-c log_min_messages=log",
        "-c log_min_error_statement=panic",
        "-c log_error_verbosity=terse"));
  }

  /// An eighth of the machine's memory, or of the container's; taken only as pages are used.
  private static long buffers() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? Math.clamp(system.getTotalMemorySize() / 8, BUFFERS_MIN, BUFFERS_MAX) : BUFFERS_MIN;
  }
}
