package vn.tia.bench.orders;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import vn.tia.bench.Peer;

/// The whole program in a process of its own, with all its consumers at work.
final class TiaProgram implements AutoCloseable {
  private static final Path JAR = Path.of("fhir-server/target/tia.jar");

  final int hl7Port;
  final int dicomPort;
  private final Path data;
  private final Peer process;

  private TiaProgram(int hl7Port, int dicomPort, Path data, Peer process) {
    this.hl7Port = hl7Port;
    this.dicomPort = dicomPort;
    this.data = data;
    this.process = process;
  }

  /// Starts on a data directory.
  ///
  /// @param heap as `-Xmx2g`
  static TiaProgram start(Path data, String heap) throws Exception {
    if (!Files.exists(JAR)) {
      throw new IOException(JAR + " is not built; bench/run does that");
    }
    int hl7 = Peer.freePort();
    int dicom = Peer.freePort();
    var command = new ArrayList<>(List.of(java().toString(), heap, "-XX:+UseG1GC",
        "-Dfile.encoding=UTF-8", "--enable-native-access=ALL-UNNAMED", "-jar", JAR.toString(),
        "up", "--data", data.toString(), "--http-port", "0",
        "--hl7-port", Integer.toString(hl7), "--dicom-port", Integer.toString(dicom)));
    return new TiaProgram(hl7, dicom, data,
        Peer.start(hl7, data.resolveSibling("tia.log"), command));
  }

  static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  /// How much of the processor it has used, its PostgreSQL included.
  ProcessorTime used() throws IOException {
    return ProcessorTime.of(process.handle(), data);
  }

  /// `kill -9` of the program and of its PostgreSQL.
  void kill() throws InterruptedException {
    process.kill();
  }

  @Override
  public void close() throws InterruptedException {
    process.close();
  }
}
