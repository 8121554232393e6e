package vn.tia.bench.scale;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import vn.tia.bench.Folders;
import vn.tia.bench.Table;
import vn.tia.bench.TiaProgram;

/// Lets one archive grow, and asks the same questions at each size.
///
/// The sizes are those of the system property `tia.bench.studies`, parted by commas.
public final class ScaleRun {
  private static final int WARM_UP = 60;
  private static final int ASKED = 200;
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int OPEN_STEPS = 1_000;
  /// Of so many studies one was ordered by HL7.
  private static final int ORDERED = 5;

  private final List<Long> sizes = Stream.of(
      System.getProperty("tia.bench.studies", "10000,100000,1000000").split(","))
      .map(Long::valueOf).toList();
  private final Map<String, List<Figure>> figures = new LinkedHashMap<>();

  private ScaleRun() {}

  /// How long the answers to a question took.
  private record Figure(double p50, double p95, double matches) {}

  public static void run(PrintStream out) throws Exception {
    var folder = Files.createTempDirectory("tia-scale-");
    try {
      new ScaleRun().run(folder, out);
    } finally {
      Folders.delete(folder);
    }
  }

  private void run(Path folder, PrintStream out) throws Exception {
    out.println("## The same questions of a growing archive, milliseconds\n");
    Path data = folder.resolve("data");
    try (var program = TiaProgram.start(data, "-Xmx512m");
        var database = program.records()) {
      var worklist = WorklistRows.of(program, database);
      worklist.addOpen(1, 1 + OPEN_STEPS);
      var archive = new ArchiveRows(database);
      long there = 0;
      for (long size : sizes) {
        long start = System.nanoTime();
        archive.add(there, size);
        worklist.addDone(1 + OPEN_STEPS + there / ORDERED, 1 + OPEN_STEPS + size / ORDERED);
        worklist.tidy();
        out.printf("%,d studies after %d s of writing rows.%n", size,
            (System.nanoTime() - start) / 1_000_000_000);
        if (there == 0) {
          // Once for the compiler of our program.
          ask(program, size);
          figures.clear();
        }
        there = size;
        ask(program, size);
      }
    }
    out.println();
    print(out);
  }

  private void ask(TiaProgram program, long size) throws Exception {
    try (var questions = new Questions(program, size)) {
      for (var question : questions.all().entrySet()) {
        figures.computeIfAbsent(question.getKey(), _ -> new ArrayList<>())
            .add(figure(question.getValue()));
      }
    }
  }

  private static Figure figure(Questions.Question question) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    for (int i = 0; i < WARM_UP && System.nanoTime() < end; i++) {
      question.ask();
    }
    long[] nanos = new long[ASKED];
    long matches = 0;
    int asked = 0;
    while (asked < ASKED && (asked < 10 || System.nanoTime() < end)) {
      long start = System.nanoTime();
      matches += question.ask();
      nanos[asked++] = System.nanoTime() - start;
    }
    nanos = Arrays.copyOf(nanos, asked);
    Arrays.sort(nanos);
    return new Figure(nanos[asked / 2] / 1e6, nanos[asked * 95 / 100] / 1e6,
        (double) matches / asked);
  }

  private void print(PrintStream out) {
    List<String> columns = new ArrayList<>(List.of("question"));
    sizes.forEach(size -> columns.addAll(
        List.of("%,d studies: p50".formatted(size), "p95", "matches")));
    columns.add("p95 of the largest : p95 of the smallest");
    var table = new Table(columns.toArray(String[]::new));
    figures.forEach((question, all) -> {
      List<String> cells = new ArrayList<>(List.of(question));
      all.forEach(one -> cells.addAll(List.of("%.1f".formatted(one.p50()),
          "%.1f".formatted(one.p95()), "%.1f".formatted(one.matches()))));
      cells.add("%.1f".formatted(all.getLast().p95() / all.getFirst().p95()));
      table.row(cells.toArray(String[]::new));
    });
    table.print(out);
  }
}
