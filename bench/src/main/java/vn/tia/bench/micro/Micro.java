package vn.tia.bench.micro;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import vn.tia.bench.CtSlice;
import vn.tia.bench.Table;

/// Runs all benchmarks of this package, and the same readings by pydicom and DCMTK.
public final class Micro {
  private static final int FORKS = 1;
  private static final int WARMUPS = 3;
  private static final int ITERATIONS = 5;

  private Micro() {}

  public static void run(PrintStream out) throws RunnerException, IOException,
      InterruptedException {
    out.println("## Single operations\n");
    Collection<RunResult> results = new Runner(options()).run();
    Map<String, Double> nanos = new LinkedHashMap<>();
    Map<String, Double> errors = new LinkedHashMap<>();
    for (RunResult result : results) {
      String name = result.getPrimaryResult().getLabel();
      nanos.put(name, result.getPrimaryResult().getScore());
      errors.put(name, result.getPrimaryResult().getScoreError());
    }
    print(out, nanos, errors);
    PeerReadings.print(out);
  }

  private static Options options() {
    return new OptionsBuilder()
        .include("vn\\.tia\\.bench\\.micro\\..*")
        .forks(FORKS)
        .jvmArgs("-Xms1g", "-Xmx1g", "-XX:+UseSerialGC",
            "--sun-misc-unsafe-memory-access=allow")
        .warmupIterations(WARMUPS).warmupTime(TimeValue.seconds(1))
        .measurementIterations(ITERATIONS).measurementTime(TimeValue.seconds(1))
        .verbosity(VerboseMode.SILENT)
        .build();
  }

  /// How many bytes each operation goes over.
  private static Map<String, Long> bytes() throws IOException {
    byte[] slice = CtSlice.file();
    long header = Samples.headerBytes(slice);
    Map<String, Long> bytes = new LinkedHashMap<>();
    bytes.put("header", header);
    bytes.put("headerAndIdentifiers", header);
    bytes.put("headerOfScanner", Samples.headerBytes(Samples.scannedSlice()));
    bytes.put("whole", (long) slice.length);
    bytes.put("write", (long) slice.length);
    bytes.put("writeJson", (long) new JsonBenchmark().text().length);
    bytes.put("readJson", (long) new JsonBenchmark().text().length);
    bytes.put("encodeData", (long) PduBenchmark.DATA_BYTES);
    bytes.put("decodeData", (long) PduBenchmark.DATA_BYTES);
    bytes.put("copyMemory", (long) CopyBenchmark.BYTES);
    return bytes;
  }

  private static void print(
      PrintStream out, Map<String, Double> nanos, Map<String, Double> errors)
      throws IOException {
    Map<String, Long> bytes = bytes();
    double copied = bytes.get("copyMemory") / nanos.get("copyMemory");
    var table = new Table("operation", "µs", "±", "bytes", "GB/s", "share of memory copy");
    nanos.forEach((name, time) -> {
      double rate = bytes.getOrDefault(name, 0L) / time;
      table.row(name, "%.2f".formatted(time / 1000), "%.2f".formatted(errors.get(name) / 1000),
          bytes.containsKey(name) ? bytes.get(name).toString() : "",
          bytes.containsKey(name) ? "%.2f".formatted(rate) : "",
          bytes.containsKey(name) ? "%.1f %%".formatted(100 * rate / copied) : "");
    });
    table.print(out);
  }
}
