package vn.tia.bench.archive;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import vn.tia.bench.Folders;
import vn.tia.bench.Table;
import vn.tia.bench.TiaProgram;

/// Measures the archive, Tia with `-Xmx512m` beside its PostgreSQL, and Orthanc after it on the
/// same disk, with what that disk does alone.
public final class ArchiveRun {
  private static final int ONE = 300;
  private static final int MANY = 1_000;

  private final Slices slices = new Slices();
  private final PrintStream out;
  private final Map<String, Double> tia = new LinkedHashMap<>();
  private final Map<String, Double> orthanc = new LinkedHashMap<>();
  private final Table memory = new Table("server", "peak resident MB", "its database MB",
      "heap MB before and after a collection at most", "ms of processor an instance",
      "ms of its database");

  private ArchiveRun(PrintStream out) {
    this.out = out;
  }

  public static void run(PrintStream out) throws Exception {
    var folder = Files.createTempDirectory("tia-archive-");
    try {
      new ArchiveRun(out).run(folder);
    } finally {
      Folders.delete(folder);
    }
  }

  private void run(Path folder) throws Exception {
    out.printf("## The archive: CT slices of %d bytes over loopback%n%n", slices.bytesEach());
    byte[] file = slices.study(1).slices().getFirst().toFile();
    double alone = DiskRate.of(folder.resolve("one"), file, 1, ONE);
    double together = DiskRate.of(folder.resolve("eight"), file, 8, MANY);
    Folders.delete(folder.resolve("one"));
    Folders.delete(folder.resolve("eight"));
    tia(Files.createDirectory(folder.resolve("tia")));
    orthanc(Files.createDirectory(folder.resolve("orthanc")));
    ingest(alone, together);
    memory.print(out);
    out.println("Tia flushes each instance and its row before it answers; Orthanc flushes"
        + " nothing. Write + fsync is what the disk does with files of one slice.\n");
  }

  private void tia(Path folder) throws Exception {
    Path collector = folder.resolve("gc.log");
    Path data = folder.resolve("data");
    try (var program = TiaProgram.start(data, "-Xmx512m", "-Xlog:gc:file=" + collector)) {
      var archive = new Archive("Tia", "TIA", program.dicomPort,
          "http://127.0.0.1:" + program.httpPort + "/dicom-web");
      var before = program.used();
      tia.putAll(new IngestRun(slices, archive).run());
      var used = program.used().since(before);
      var heap = Usage.Heap.of(collector);
      memory.row("Tia", Long.toString(Usage.peak(program.handle())),
          Long.toString(Usage.now(program.database().toList())),
          heap.before() + ", " + heap.after(),
          "%.2f".formatted(used.program().toMillis() / (double) IngestRun.sent()),
          "%.2f".formatted(used.database().toMillis() / (double) IngestRun.sent()));
    }
    Folders.delete(folder);
  }

  private void orthanc(Path folder) throws Exception {
    var started = OrthancProgram.start(folder);
    if (started.isEmpty()) {
      out.println("Orthanc with its DICOMweb plugin isn't installed.\n");
      return;
    }
    try (var program = started.get()) {
      var before = program.handle().info().totalCpuDuration().orElseThrow();
      orthanc.putAll(new IngestRun(slices, program.archive).run());
      var used = program.handle().info().totalCpuDuration().orElseThrow().minus(before);
      memory.row("Orthanc", Long.toString(Usage.peak(program.handle())), "", "",
          "%.2f".formatted(used.toMillis() / (double) IngestRun.sent()), "");
    }
    Folders.delete(folder);
  }

  private void ingest(double alone, double together) {
    var table = new Table("durable storing", "senders", "Tia instances/s", "Orthanc instances/s",
        "Tia ×", "write + fsync/s", "Tia of it");
    tia.forEach((what, rate) -> {
      String[] cells = what.split(" \\| ");
      double disk = cells[1].equals("1") ? alone : together;
      double theirs = orthanc.getOrDefault(what, Double.NaN);
      table.row(cells[0], cells[1], "%.0f".formatted(rate), "%.0f".formatted(theirs),
          "%.1f".formatted(rate / theirs),
          "%.0f by %s".formatted(disk, cells[1].equals("1") ? "1" : "8"),
          "%.0f %%".formatted(100 * rate / disk));
    });
    table.print(out);
  }
}
