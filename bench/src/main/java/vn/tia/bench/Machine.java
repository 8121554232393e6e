package vn.tia.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// The machine that figures were measured on: without it they mean nothing.
final class Machine {
  private static final Path CPU = Path.of("/proc/cpuinfo");

  private Machine() {}

  static void describe(PrintStream out) throws IOException {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    out.printf("%s, %s, %d cores, Java %s, load before the run %.1f%n%n",
        Instant.now().truncatedTo(ChronoUnit.MINUTES), cpu(),
        Runtime.getRuntime().availableProcessors(), Runtime.version(), load);
  }

  private static String cpu() throws IOException {
    if (!Files.exists(CPU)) {
      return System.getProperty("os.arch");
    }
    return Files.readAllLines(CPU).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst().orElse(System.getProperty("os.arch"));
  }
}
