package vn.tia.fhir.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// The packaged program in a process of its own, on free ports and a data directory of the test.
final class TiaProcess implements AutoCloseable {
  private static final int START_SECONDS_MAX = 120;
  private static final Pattern DOORS =
      Pattern.compile(".*ports: http (\\d+), dicom (\\d+), hl7 (\\d+).*");

  private final Process process;
  private final List<String> lines = new ArrayList<>();

  private TiaProcess(Process process) {
    this.process = process;
    Thread.ofVirtual().start(this::readLines);
  }

  static TiaProcess start(Path data, String... arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Dstdout.encoding=UTF-8", "-jar"));
    command.add(Path.of(System.getProperty("tia.root"), "fhir-server/target/tia.jar").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("--data", data.toString()));
    command.addAll(List.of("--http-port", "0", "--dicom-port", "0", "--hl7-port", "0"));
    return new TiaProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  /// Waits until every door is open, and says where.
  Doors awaitDoors() throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS_MAX);
    while (System.nanoTime() < until && process.isAlive()) {
      for (var line : lines()) {
        var match = DOORS.matcher(line);
        if (match.matches()) {
          return new Doors(port(match.group(1)), port(match.group(2)), port(match.group(3)), "TIA");
        }
      }
      Thread.sleep(20);
    }
    throw new AssertionError("Tia did not start:\n" + String.join("\n", lines()));
  }

  /// Kills the program and its PostgreSQL at once, as a power cut would.
  void killAll() throws InterruptedException {
    var children = process.descendants().toList();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    process.waitFor();
    for (var child : children) {
      child.onExit().join();
    }
  }

  int awaitExit(long seconds) throws InterruptedException {
    assertThat(process.waitFor(seconds, TimeUnit.SECONDS))
        .as("Tia ends:\n" + String.join("\n", lines()))
        .isTrue();
    return process.exitValue();
  }

  String output() {
    return String.join("\n", lines());
  }

  /// Stops the program as Ctrl-C does, and waits until it is gone.
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        killAll();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  private synchronized void add(String line) {
    lines.add(line);
  }

  private void readLines() {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (var line = reader.readLine(); line != null; line = reader.readLine()) {
        add(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int port(String digits) {
    return Integer.parseInt(digits);
  }
}
