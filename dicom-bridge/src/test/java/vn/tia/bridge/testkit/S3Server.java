package vn.tia.bridge.testkit;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/// A real S3 server, Adobe's S3Mock, in a process of its own with an empty bucket `tia`.
public final class S3Server implements AutoCloseable {

  private static final Duration START_MAX = Duration.ofMinutes(2);

  private final Path folder;
  private final int port;
  private Process process;

  private S3Server(Path folder, int port, Process process) {
    this.folder = folder;
    this.port = port;
    this.process = process;
  }

  /// Starts it, or skips the test where the build fetched none.
  public static S3Server start(Path folder) throws IOException, InterruptedException {
    int port = freePort();
    var server = new S3Server(folder, port, process(folder, port));
    server.await();
    return server;
  }

  /// Stops it, its objects staying.
  public void stop() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /// Starts it again after [#stop].
  public void startAgain() throws IOException, InterruptedException {
    process = process(folder, port);
    await();
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  private static Process process(Path folder, int port) throws IOException {
    var jar = jar();
    Assumptions.assumeTrue(jar.isPresent(), "no S3 server: the build fetches s3mock-exec.jar");
    return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx192m", "-Xshare:auto",
        "-jar", jar.get().toString(),
        "--server.port=0", "--server.address=127.0.0.1",
        "--com.adobe.testing.s3mock.httpPort=" + port,
        "--com.adobe.testing.s3mock.store.root=" + folder.resolve("buckets"),
        "--com.adobe.testing.s3mock.store.retainFilesOnExit=true",
        "--com.adobe.testing.s3mock.store.initialBuckets=tia")
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("s3.log").toFile())
        .start();
  }

  private void await() throws IOException, InterruptedException {
    var end = Instant.now().plus(START_MAX);
    while (!answers()) {
      if (!process.isAlive() || Instant.now().isAfter(end)) {
        throw new IOException("the S3 server did not start: "
            + Files.readString(folder.resolve("s3.log")));
      }
      Thread.sleep(100);
    }
  }

  private boolean answers() {
    try {
      var connection = (HttpURLConnection) endpoint().resolve("/tia").toURL().openConnection();
      return connection.getResponseCode() == 200;
    } catch (IOException _) {
      return false;
    }
  }

  private static Optional<Path> jar() throws IOException {
    var root = Path.of(System.getProperty("tia.root", ".."));
    var places = List.of(root.resolve("dicom-bridge/target/s3"),
        Path.of(System.getProperty("user.home"), ".m2/repository/com/adobe/testing/s3mock"));
    for (var place : places) {
      if (Files.isDirectory(place)) {
        try (var files = Files.walk(place, 2)) {
          var jar = files.filter(file -> file.toString().endsWith("-exec.jar"))
              .max(Comparator.naturalOrder());
          if (jar.isPresent()) {
            return jar;
          }
        }
      }
    }
    return Optional.empty();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() throws InterruptedException {
    stop();
  }
}
