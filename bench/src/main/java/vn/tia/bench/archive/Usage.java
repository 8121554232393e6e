package vn.tia.bench.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// How much memory processes take, in MB, as Linux tells it.
final class Usage {
  /// As "4242M->123M(512M) 3.210ms" in the log of the collector.
  private static final Pattern COLLECTION =
      Pattern.compile("(\\d+)M->(\\d+)M\\((\\d+)M\\) ([0-9.]+)ms");

  private Usage() {}

  /// The most that a process has had resident since it was started.
  static long peak(ProcessHandle process) throws IOException {
    return kilobytes(Path.of("/proc", Long.toString(process.pid()), "status"), "VmHWM:") / 1024;
  }

  /// What processes have resident now, each page shared by some of them in equal parts.
  static long now(List<ProcessHandle> processes) throws IOException {
    long sum = 0;
    for (ProcessHandle process : processes) {
      sum += kilobytes(Path.of("/proc", Long.toString(process.pid()), "smaps_rollup"), "Pss:");
    }
    return sum / 1024;
  }

  private static long kilobytes(Path file, String name) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith(name))
        .map(line -> Long.parseLong(line.replaceAll("\\D+", "")))
        .findFirst().orElse(0L);
  }

  /// The most that the heap held before a collection, and after one.
  ///
  /// @param pauseSeconds how long everything waited for the collector in all
  record Heap(long before, long after, double pauseSeconds) {

    static Heap of(Path collectorLog) throws IOException {
      long before = 0;
      long after = 0;
      double pauses = 0;
      for (String line : Files.readAllLines(collectorLog)) {
        var matcher = COLLECTION.matcher(line);
        if (matcher.find()) {
          before = Math.max(before, Long.parseLong(matcher.group(1)));
          after = Math.max(after, Long.parseLong(matcher.group(2)));
          pauses += Double.parseDouble(matcher.group(4));
        }
      }
      return new Heap(before, after, pauses / 1000);
    }
  }
}
