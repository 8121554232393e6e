package vn.tia.dicom.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The tools of DCMTK, where they are installed.
public final class Dcmtk {
  private static final Path PYDICOM =
      Path.of("/usr/lib/python3/dist-packages/pydicom/data/test_files");

  private Dcmtk() {}

  /// What a tool said and how it ended.
  public record Result(int exitCode, String output) {
    public Result isSuccess() {
      assertThat(exitCode).as(output).isZero();
      return this;
    }
  }

  public static Result run(String... command) throws IOException, InterruptedException {
    Process process = start(command);
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).as(output).isTrue();
    return new Result(process.exitValue(), output);
  }

  public static Process start(String... command) throws IOException {
    assumeTrue(isInstalled(command[0]), command[0] + " is not installed: apt-get install dcmtk");
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    // Without it DCMTK's acceptors answer 40 ms late, by Nagle's algorithm.
    builder.environment().put("TCP_NODELAY", "1");
    return builder.start();
  }

  /// Starts a program whose words nobody reads.
  public static Process startSilent(String... command) throws IOException {
    assumeTrue(isInstalled(command[0]), command[0] + " is not installed: apt-get install dcmtk");
    var builder = new ProcessBuilder(command);
    builder.environment().put("TCP_NODELAY", "1");
    return builder
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /// A port that is free now.
  public static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /// Waits until somebody listens on a port of the loopback interface.
  public static void awaitListening(int port) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (true) {
      try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException e) {
        assertThat(System.nanoTime()).as(e.getMessage()).isLessThan(deadline);
        Thread.sleep(20);
      }
    }
  }

  private static boolean isInstalled(String tool) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
  }

  /// A file of Debian's python3-pydicom.
  public static Path file(String name) {
    Path file = PYDICOM.resolve(name);
    assumeTrue(Files.exists(file), name + " is missing: apt-get install python3-pydicom");
    return file;
  }
}
