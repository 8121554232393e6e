package vn.tia.bench.fhir;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import vn.tia.bench.Folders;
import vn.tia.bench.Table;
import vn.tia.bench.TiaProgram;

/// Measures Tia on one real node of Elasticsearch: how fast resources come into the index, how fast
/// it is built anew, and how fast searches are answered from it at 8 connections.
public final class ElasticRun {
  private static final int CONNECTIONS = 8;

  private final PrintStream out;
  private final Sizes sizes = Sizes.of(System.getenv());

  private ElasticRun(PrintStream out) {
    this.out = out;
  }

  public static void run(PrintStream out) throws Exception {
    var folder = Files.createTempDirectory("tia-elastic-");
    try {
      new ElasticRun(out).run(folder);
    } finally {
      Folders.delete(folder);
    }
  }

  private void run(Path folder) throws Exception {
    out.printf("## FHIR on Elasticsearch: %,d patients, %,d studies, %,d reports%n%n",
        sizes.patients(), sizes.studies(), sizes.reports());
    try (var elasticsearch = Elasticsearch.start(folder);
        var program = TiaProgram.start(folder.resolve("tia"), "-Xmx1g",
            "-Dtia.search.engine=ELASTICSEARCH", "-Dtia.search.elasticsearch.replicas=0",
            "-Dtia.search.elasticsearch.urls=" + elasticsearch.url())) {
      var exams = FirstExam.make(program, sizes.patients());
      new IndexRates(sizes, out).measure(program, folder.resolve("tia"), exams);
      searches(program);
    }
    out.println("One node of Elasticsearch 8.19 with 1 GB of heap, one shard, no replica; it, Tia,"
        + " PostgreSQL and the clients share the machine. Goal: 2,000 resources/s are taken in.\n");
  }

  private void searches(TiaProgram program) throws Exception {
    var server = FirstExam.server(program);
    var table = new Table("request", "Tia/s", "p50 ms", "p99 ms", "ms of processor: Tia",
        "its PostgreSQL");
    for (var kind : new Requests(sizes).searches()) {
      try (var connection = new FhirConnection(server)) {
        Requests.check(connection, kind);
      }
      new Measure(server, CONNECTIONS, Duration.ZERO, sizes.warmUp()).run(kind.call());
      var before = program.used();
      var rates =
          new Measure(server, CONNECTIONS, Duration.ZERO, sizes.time()).run(kind.call());
      var used = program.used().since(before);
      var count = Math.max(1, rates.count());
      table.row(kind.name(), "%,.0f".formatted(rates.perSecond()),
          "%.1f".formatted(rates.millis(50)), "%.1f".formatted(rates.millis(99)),
          "%.2f".formatted(used.program().toNanos() / 1e6 / count),
          "%.2f".formatted(used.database().toNanos() / 1e6 / count));
    }
    table.print(out);
  }
}
