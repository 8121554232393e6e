package vn.tia.bench;

import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Another system as a process, with the loopback port that it answers on.
public final class Peer implements AutoCloseable {
  /// A busy machine may take minutes.
  private static final Duration START = Duration.ofMinutes(10);

  private final Process process;
  private final int port;

  private Peer(Process process, int port) {
    this.process = process;
    this.port = port;
    // A run that is broken off leaves none behind.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
  }

  /// Whether a program is installed, and where.
  public static Optional<Path> installed(String program) {
    return Stream.concat(
            Stream.of(System.getenv("PATH").split(File.pathSeparator)),
            Stream.of("/usr/sbin", "/usr/bin"))
        .map(folder -> Path.of(folder, program)).filter(Files::isExecutable).findFirst();
  }

  /// A port that nobody listens on.
  public static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /// Starts a program, and waits until it answers on its port.
  public static Peer start(int port, Path log, List<String> command) throws Exception {
    var builder = new ProcessBuilder(command).redirectErrorStream(true)
        .redirectOutput(log.toFile());
    // Else DCMTK waits for acknowledgements of TCP, and is measured at a tenth of its speed.
    builder.environment().put("TCP_NODELAY", "1");
    var peer = new Peer(builder.start(), port);
    try {
      peer.awaitPort(port);
    } catch (IOException e) {
      throw new IOException(e.getMessage() + ":\n" + Files.readString(log), e);
    }
    return peer;
  }

  /// Waits until it answers on another of its ports too.
  public void awaitPort(int other) throws IOException, InterruptedException {
    long end = System.nanoTime() + START.toNanos();
    while (!answers(other)) {
      if (!process.isAlive() || System.nanoTime() > end) {
        close();
        throw new IOException("a program did not start on port " + other);
      }
      Thread.sleep(50);
    }
  }

  private static boolean answers(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  public int port() {
    return port;
  }

  /// Its process.
  public ProcessHandle handle() {
    return process.toHandle();
  }

  /// Ends it and its children at once, as `kill -9` does.
  public void kill() throws InterruptedException {
    var children = process.descendants().toList();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    process.waitFor();
    children.forEach(child -> child.onExit().join());
  }

  @Override
  public void close() throws InterruptedException {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
