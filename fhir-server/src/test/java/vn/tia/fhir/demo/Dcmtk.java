package vn.tia.fhir.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.io.DicomFile;

/// The programs of DCMTK, as a technician calls them.
final class Dcmtk {
  /// How `storescu` is told to offer the transfer syntax of a file; uncompressed ones need nothing.
  private static final Map<String, String> OFFERS =
      Map.of(
          Uids.JPEG_BASELINE_8_BIT.value(), "-xy",
          Uids.JPEG_LOSSLESS_SV1.value(), "-xs",
          Uids.JPEG2000_LOSSLESS.value(), "-xv",
          Uids.JPEG2000.value(), "-xw",
          Uids.JPEGLS_LOSSLESS.value(), "-xt",
          Uids.RLE_LOSSLESS.value(), "-xr",
          Uids.EXPLICIT_VR_LITTLE_ENDIAN.value(), "-xe",
          Uids.EXPLICIT_VR_BIG_ENDIAN.value(), "-xb",
          Uids.IMPLICIT_VR_LITTLE_ENDIAN.value(), "-xi");

  private Dcmtk() {}

  /// What a program said, and how it ended.
  record Said(int exit, String output) {}

  static void assumeInstalled() {
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/storescu")), "skipped: DCMTK isn't installed here");
  }

  static Said echo(int port, String callingAe, String calledAe) throws Exception {
    return run("echoscu", "-v", "-aet", callingAe, "-aec", calledAe, "127.0.0.1", port + "");
  }

  /// The option that makes `storescu` offer a transfer syntax, empty where it knows none.
  static Optional<String> offer(String transferSyntax) {
    return Optional.ofNullable(OFFERS.get(transferSyntax));
  }

  /// Sends files of one transfer syntax, each however the one before it ended.
  static Said store(int port, String callingAe, String offer, List<Path> files) throws Exception {
    var command =
        new ArrayList<>(
            List.of("storescu", "-v", "-nh", "-R", offer, "-aet", callingAe, "-aec", "TIA"));
    command.addAll(List.of("127.0.0.1", Integer.toString(port)));
    files.forEach(file -> command.add(file.toString()));
    return run(command.toArray(String[]::new));
  }

  /// The worklist that `findscu -W` gets for these keys.
  static List<Dataset> worklist(int port, String callingAe, Path answers, String... keys)
      throws Exception {
    return find("-W", port, callingAe, answers, keys);
  }

  /// The studies that `findscu -S` finds by these keys.
  static List<Dataset> studies(int port, String callingAe, Path answers, String... keys)
      throws Exception {
    var ofStudies = Stream.concat(Stream.of("QueryRetrieveLevel=STUDY"), Stream.of(keys));
    return find("-S", port, callingAe, answers, ofStudies.toArray(String[]::new));
  }

  private static List<Dataset> find(
      String model, int port, String callingAe, Path answers, String... keys) throws Exception {
    Files.createDirectories(answers);
    var command =
        new ArrayList<>(
            List.of("findscu", model, "-X", "-od", answers.toString(), "-aet", callingAe));
    for (var key : keys) {
      command.addAll(List.of("-k", key));
    }
    command.addAll(List.of("-aec", "TIA", "127.0.0.1", Integer.toString(port)));
    var said = run(command.toArray(String[]::new));
    assertThat(said.exit()).as(said.output()).isZero();
    var found = new ArrayList<Dataset>();
    try (var files = Files.list(answers)) {
      for (var file : files.sorted().toList()) {
        found.add(DicomFile.read(file).dataset());
      }
    }
    return found;
  }

  static Said dump(Path file) throws Exception {
    return run("dcmdump", "-q", file.toString());
  }

  /// A `storescp` that keeps what arrives bit by bit: what DCMTK really put on the wire.
  static final class Acceptor implements AutoCloseable {
    private final Process process;
    private final int port;

    private Acceptor(Process process, int port) {
      this.process = process;
      this.port = port;
    }

    static Acceptor start(Path directory) throws Exception {
      int port;
      try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        port = free.getLocalPort();
      }
      var builder =
          new ProcessBuilder(
              "storescp", "+xa", "+B", "-aet", "TIA", "-od", directory.toString(), port + "");
      builder.environment().put("TCP_NODELAY", "1");
      var process = builder.redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      while (!isOpen(port)) {
        assertThat(System.nanoTime()).as("storescp listens").isLessThan(until);
        Thread.sleep(20);
      }
      return new Acceptor(process, port);
    }

    private static boolean isOpen(int port) {
      try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return true;
      } catch (IOException _) {
        return false;
      }
    }

    int port() {
      return port;
    }

    @Override
    public void close() {
      process.destroy();
    }
  }

  private static Said run(String... command) throws Exception {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("TCP_NODELAY", "1");
    builder.environment().put("LC_ALL", "C.UTF-8");
    var process = builder.start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(command[0] + " ends").isTrue();
    return new Said(process.exitValue(), output);
  }
}
