package vn.tia.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import vn.tia.records.database.Database;
import vn.tia.records.database.DatabaseSettings;
import vn.tia.records.database.DatabaseSettings.ExternalServer;

/// The whole program in a process of its own, with all its consumers at work.
public final class TiaProgram implements AutoCloseable {
  private static final Path JAR = Path.of(
      System.getProperty("tia.bench.jar", "fhir-server/target/tia.jar"));

  public final int hl7Port;
  public final int dicomPort;
  public final int httpPort;
  private final Path data;
  private final Peer process;

  private TiaProgram(Ports ports, Path data, Peer process) {
    this.hl7Port = ports.hl7;
    this.dicomPort = ports.dicom;
    this.httpPort = ports.http;
    this.data = data;
    this.process = process;
  }

  private record Ports(int hl7, int dicom, int http) {}

  /// Starts on a data directory, and waits until all its doors are open.
  ///
  /// @param options of the virtual machine, as `-Xmx2g`
  public static TiaProgram start(Path data, String... options) throws Exception {
    if (!Files.exists(JAR)) {
      throw new IOException(JAR + " is not built; bench/run does that");
    }
    var ports = new Ports(Peer.freePort(), Peer.freePort(), Peer.freePort());
    var command = new ArrayList<>(List.of(java().toString()));
    command.addAll(List.of(options));
    // As the script starts it: G1 else keeps the heap so small that it marks without an end.
    Stream.of(options).filter(one -> one.startsWith("-Xmx"))
        .forEach(one -> command.add(one.replace("-Xmx", "-Xms")));
    command.addAll(List.of("-XX:+UseG1GC",
        "-Dfile.encoding=UTF-8", "--enable-native-access=ALL-UNNAMED", "-jar", JAR.toString(),
        "up", "--data", data.toString(), "--http-port", Integer.toString(ports.http),
        "--hl7-port", Integer.toString(ports.hl7),
        "--dicom-port", Integer.toString(ports.dicom)));
    var process = Peer.start(ports.hl7, data.resolveSibling("tia.log"), command);
    process.awaitPort(ports.dicom);
    process.awaitPort(ports.http);
    return new TiaProgram(ports, data, process);
  }

  public static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  /// How much of the processor it has used, its PostgreSQL included.
  public ProcessorTime used() throws IOException {
    return ProcessorTime.of(process.handle(), data);
  }

  public ProcessHandle handle() {
    return process.handle();
  }

  /// The processes of its PostgreSQL.
  public Stream<ProcessHandle> database() throws IOException {
    return ProcessorTime.database(data);
  }

  /// A second door to its records.
  public Database records() throws IOException {
    String port = Files.readAllLines(data.resolve("postgres/cluster/postmaster.pid")).get(3);
    return Database.connect(DatabaseSettings.external(new ExternalServer(
        "jdbc:postgresql://127.0.0.1:" + port.strip() + "/tia", "tia",
        Files.readString(data.resolve("postgres/password")))));
  }

  /// `kill -9` of its PostgreSQL, all of its processes.
  public void killDatabase() throws IOException {
    try (var all = ProcessorTime.database(data)) {
      all.toList().forEach(ProcessHandle::destroyForcibly);
    }
  }

  /// `kill -9` of the program.
  public void kill() throws InterruptedException {
    process.kill();
  }

  @Override
  public void close() throws InterruptedException {
    process.close();
  }
}
