package vn.tia.bench.archive;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.tia.bench.Folders;
import vn.tia.bench.ProcessorTime;
import vn.tia.bench.Table;
import vn.tia.bench.TiaProgram;
import vn.tia.bench.archive.IngestRun.Rate;
import vn.tia.bench.archive.IngestRun.What;

/// Measures what an archive takes in: Tia with `-Xmx512m` beside its PostgreSQL, and Orthanc after
/// it on the same disk, on SQLite and on PostgreSQL, with what that disk does alone.
///
/// `-Dtia.bench.only=tia` leaves Orthanc out, `-Dtia.bench.options=` are options of Tia's virtual
/// machine, and `-Dtia.bench.slices=` says how many instances each figure is of.
public final class ArchiveRun {
  private static final int ONE = 300;
  private static final int MANY = 1_000;

  private final Slices slices = new Slices();
  private final PrintStream out;
  private final Map<What, Rate> tia = new LinkedHashMap<>();
  private final Map<What, Rate> sqlite = new LinkedHashMap<>();
  private final Map<What, Rate> postgres = new LinkedHashMap<>();
  private final Table memory = new Table("server", "peak resident MB", "its database MB",
      "heap MB before and after a collection at most", "s of collector's pauses",
      "ms of processor an instance", "ms of its database");

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
    out.printf("write + fsync: %.0f by 1, %.0f by 8%n", alone, together);
    tia(Files.createDirectory(folder.resolve("tia")));
    if (System.getProperty("tia.bench.only", "").isEmpty()) {
      orthanc("Orthanc on SQLite", sqlite,
          OrthancProgram.start(Files.createDirectory(folder.resolve("sqlite"))));
      Folders.delete(folder.resolve("sqlite"));
      orthanc("Orthanc on PostgreSQL", postgres,
          OrthancProgram.onPostgres(Files.createDirectory(folder.resolve("postgres"))));
      Folders.delete(folder.resolve("postgres"));
    }
    out.println();
    ingest(alone, together);
    memory.print(out);
    out.println("Tia flushes each instance and its row before it answers; Orthanc flushes"
        + " no file. Write + fsync is what the disk does with files of one slice.\n");
  }

  private void tell(String server, What what, Rate rate) {
    out.printf("%s, %s, %d: %.0f, %s%n",
        server, what.name(), what.senders(), rate.perSecond(), rate.cost());
  }

  private void tia(Path folder) throws Exception {
    Path collector = folder.resolve("gc.log");
    Path data = folder.resolve("data");
    var options = new ArrayList<>(List.of("-Xmx512m", "-Xlog:gc:file=" + collector));
    options.addAll(List.of(System.getProperty("tia.bench.options", "").split(" ")));
    options.removeIf(String::isEmpty);
    try (var program = TiaProgram.start(data, options.toArray(String[]::new))) {
      var archive = new Archive("Tia", "TIA", program.dicomPort,
          "http://127.0.0.1:" + program.httpPort + "/dicom-web");
      var before = program.used();
      new IngestRun(slices, archive, program::used).run((what, rate) -> {
        tia.put(what, rate);
        tell("Tia", what, rate);
      });
      var heap = Usage.Heap.of(collector);
      row("Tia", program.handle(), program.used().since(before), List.of(
          Long.toString(Usage.now(program.database().toList())),
          heap.before() + ", " + heap.after(), "%.2f".formatted(heap.pauseSeconds())));
    }
    Folders.delete(folder);
  }

  private void orthanc(String name, Map<What, Rate> rates, Optional<OrthancProgram> started)
      throws Exception {
    if (started.isEmpty()) {
      out.println(name + " with its DICOMweb plugin isn't installed.");
      return;
    }
    try (var program = started.get()) {
      var before = program.used();
      new IngestRun(slices, program.archive, program::used).run((what, rate) -> {
        rates.put(what, rate);
        tell(name, what, rate);
      });
      row(name, program.handle(), program.used().since(before), List.of("", "", ""));
    }
  }

  private void row(String name, ProcessHandle process, ProcessorTime used, List<String> middle)
      throws IOException {
    List<String> cells = new ArrayList<>(List.of(name, Long.toString(Usage.peak(process))));
    cells.addAll(middle);
    cells.add("%.2f".formatted(used.program().toMillis() / (double) IngestRun.sent()));
    cells.add("%.2f".formatted(used.database().toMillis() / (double) IngestRun.sent()));
    memory.row(cells.toArray(String[]::new));
  }

  private void ingest(double alone, double together) {
    var table = new Table("durable storing", "senders", "Tia instances/s",
        "ms of processor an instance: Tia + its PostgreSQL", "Orthanc on SQLite", "Tia ×",
        "Orthanc on PostgreSQL", "Tia ×", "write + fsync/s", "Tia of it");
    tia.forEach((what, rate) -> {
      boolean isAlone = what.senders() == 1;
      double disk = isAlone ? alone : together;
      table.row(what.name(), Integer.toString(what.senders()),
          "%.0f".formatted(rate.perSecond()), rate.cost(),
          perSecond(sqlite, what), factor(rate, sqlite, what),
          perSecond(postgres, what), factor(rate, postgres, what),
          "%.0f by %s".formatted(disk, isAlone ? "1" : "8"),
          "%.0f %%".formatted(100 * rate.perSecond() / disk));
    });
    table.print(out);
  }

  private static String perSecond(Map<What, Rate> rates, What what) {
    return rates.containsKey(what) ? "%.0f".formatted(rates.get(what).perSecond()) : "";
  }

  private static String factor(Rate ours, Map<What, Rate> theirs, What what) {
    return theirs.containsKey(what)
        ? "%.1f".formatted(ours.perSecond() / theirs.get(what).perSecond()) : "";
  }
}
