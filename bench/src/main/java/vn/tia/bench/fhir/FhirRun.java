package vn.tia.bench.fhir;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vn.tia.bench.Folders;
import vn.tia.bench.Peer;
import vn.tia.bench.ProcessorTime;
import vn.tia.bench.Table;
import vn.tia.bench.TiaProgram;
import vn.tia.bench.fhir.Measure.Rates;

/// Measures FHIR: searches, reads and writes at 8 connections, how fast resources come into the
/// index, how fast it is built anew, and a study of 2,000 instances; beside what the HTTP server
/// does with a constant answer, and beside HAPI's JPA server.
public final class FhirRun {
  private static final int CONNECTIONS = 8;
  private static final int LARGE = 2_000;

  private final PrintStream out;
  private final Sizes sizes = Sizes.of(System.getenv());
  private final Requests requests = new Requests(sizes);
  private final Map<String, Measured> tia = new LinkedHashMap<>();
  private final Map<String, Rates> hapi = new LinkedHashMap<>();
  private final Map<String, Double> constant = new LinkedHashMap<>();

  private record Measured(Rates rates, ProcessorTime used, long requests) {
    double programMillis() {
      return used.program().toNanos() / 1e6 / requests;
    }

    double databaseMillis() {
      return used.database().toNanos() / 1e6 / requests;
    }
  }

  private FhirRun(PrintStream out) {
    this.out = out;
  }

  public static void run(PrintStream out) throws Exception {
    var folder = Files.createTempDirectory("tia-fhir-");
    try {
      new FhirRun(out).run(folder);
    } finally {
      Folders.delete(folder);
    }
  }

  private void run(Path folder) throws Exception {
    out.printf("## FHIR: %,d patients, %,d studies, %,d reports, %d connections%n%n",
        sizes.patients(), sizes.studies(), sizes.reports(), CONNECTIONS);
    try (var program = TiaProgram.start(folder.resolve("data"), "-Xmx2g")) {
      var server = FirstExam.server(program);
      var exams = FirstExam.make(program, sizes.patients());
      new IndexRates(sizes, out).measure(program, folder.resolve("data"), exams);
      var kinds = requests.all(server);
      // All before any: what a virtual machine compiles for the first kind serves the others, too.
      for (var kind : kinds) {
        new Measure(server, CONNECTIONS, sizes.warmUp(), sizes.warmUp()).run(kind.call());
      }
      for (var kind : kinds) {
        tia.put(kind.name(), measured(program, server, kind));
      }
      large(program, server);
      constant(folder);
      print(kinds);
    }
  }

  private Measured measured(TiaProgram program, FhirServer server, Requests.Kind kind)
      throws Exception {
    try (var connection = new FhirConnection(server)) {
      Requests.check(connection, kind);
    }
    new Measure(server, CONNECTIONS, sizes.warmUp(), sizes.warmUp()).run(kind.call());
    var before = program.used();
    var rates = new Measure(server, CONNECTIONS, Duration.ZERO, sizes.time()).run(kind.call());
    return new Measured(rates, program.used().since(before), Math.max(1, rates.count()));
  }

  private void large(TiaProgram program, FhirServer server) throws Exception {
    var id = FirstExam.study(program, "A0000000", LARGE);
    var table = new Table("an ImagingStudy of 2,000 instances", "per second", "p50 ms", "p99 ms",
        "KB");
    for (int connections : new int[] {1, CONNECTIONS}) {
      var rates = new Measure(server, connections, sizes.warmUp(), sizes.warmUp())
          .run((connection, _) -> connection.get("/ImagingStudy/" + id));
      table.row("read at " + connections, "%,.0f".formatted(rates.perSecond()),
          "%.1f".formatted(rates.millis(50)), "%.1f".formatted(rates.millis(99)),
          Long.toString(rates.bytes() / 1024));
    }
    table.print(out);
  }

  /// The most that the HTTP server does with answers, and bodies, of these sizes.
  private void constant(Path folder) throws Exception {
    int port = Peer.freePort();
    var command = new ArrayList<>(List.of(TiaProgram.java().toString(), "-Xmx512m",
        "-XX:+UseG1GC", "-cp", System.getProperty("java.class.path"),
        ConstantServer.class.getName(), Integer.toString(port),
        folder.resolve("constant").toString()));
    try (var _ = Peer.start(port, folder.resolve("constant.log"), command)) {
      var server = new FhirServer(port, "");
      for (var one : tia.entrySet()) {
        var path = "/" + one.getValue().rates().bytes();
        constant.put(one.getKey(),
            new Measure(server, CONNECTIONS, sizes.warmUp(), sizes.warmUp())
                .run((connection, _) -> connection.get(path)).perSecond());
      }
    }
  }

  private void print(List<Requests.Kind> kinds) {
    var table = new Table("request", "Tia/s", "p50 ms", "p99 ms", "ms of processor: Tia",
        "its PostgreSQL", "bytes", "constant answer/s", "share", "HAPI in the issue/s", "×",
        "wanted ×", "HAPI here/s", "×");
    for (var kind : kinds) {
      var measured = tia.get(kind.name());
      var rates = measured.rates();
      double rate = rates.perSecond() * kind.things();
      var theirs = hapi.get(kind.name());
      table.row(kind.name(), "%,.0f".formatted(rate), "%.1f".formatted(rates.millis(50)),
          "%.1f".formatted(rates.millis(99)), "%.2f".formatted(measured.programMillis()),
          "%.2f".formatted(measured.databaseMillis()), "%,d".formatted(rates.bytes()),
          "%,.0f".formatted(constant.get(kind.name())),
          "%.0f %%".formatted(100 * rates.perSecond() / constant.get(kind.name())),
          "%,.0f".formatted(kind.reference()), "%.1f".formatted(rate / kind.reference()),
          "%.0f".formatted(kind.factor()),
          theirs == null ? "" : "%,.0f".formatted(theirs.perSecond() * kind.things()),
          theirs == null ? "" : "%.1f".formatted(rates.perSecond() / theirs.perSecond()));
    }
    table.print(out);
    out.println("One exam went through Tia's doors, the images by C-STORE; the others were made"
        + " of its Patient, ImagingStudy and DiagnosticReport by SQL, with an outbox entry each."
        + " Clients, servers and PostgreSQL share the machine. Writes are durable when they are"
        + " answered. The constant answer is Tomcat's on virtual threads, of the same size.\n");
  }
}
