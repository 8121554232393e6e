package vn.tia.bench.fhir;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import vn.tia.bench.Table;
import vn.tia.bench.TiaProgram;
import vn.tia.bench.fhir.RecordRows.Row;

/// Loads everything that is measured, and tells how fast the search index takes it in and is built
/// anew.
record IndexRates(Sizes sizes, PrintStream out) {
  /// More than this isn't announced one by one, but taken in by a rebuild.
  private static final int ANNOUNCED_MAX = 100_000;
  private static final Duration PATIENCE = Duration.ofMinutes(40);

  void measure(TiaProgram program, Path data, Exams exams) throws Exception {
    var table = new Table("index", "resources", "seconds", "resources/s");
    try (var rows = new RecordRows(data)) {
      int first = Math.min(sizes.studies(), ANNOUNCED_MAX / 3);
      load(rows, exams, 0, first);
      var start = System.nanoTime();
      rows.announce(Exams.studyId(first - 1));
      try (var connection = new FhirConnection(FirstExam.server(program))) {
        await(connection, "/ImagingStudy?identifier=" + Exams.accession(first - 1), "\"entry\"");
        row(table, "taken in by the outbox, beside searches", 2 * first + first / 4, start);
        load(rows, exams, first, sizes.studies());
        // The virtual machine is new, and still compiles while the first is built.
        for (var which : List.of("built anew beside the live one", "the same again")) {
          start = System.nanoTime();
          reindex(connection);
          row(table, which, sizes.all(), start);
        }
      }
    }
    table.print(out);
  }

  private static void reindex(FhirConnection connection)
      throws IOException, InterruptedException {
    if (connection.send("POST", "/$reindex", new byte[0]).status() != 202) {
      throw new IOException("$reindex was refused");
    }
    await(connection, "/$reindex-status", "DONE");
  }

  private void load(RecordRows rows, Exams exams, int from, int to) throws SQLException {
    for (int n = from / 4; n < to / 4; n++) {
      rows.add(new Row("Patient", Exams.patientId(n), exams.patient(n), ""));
    }
    for (int n = from; n < to; n++) {
      var patient = Exams.patientId(n % sizes.patients());
      rows.add(new Row("ImagingStudy", Exams.studyId(n), exams.study(n), patient));
      rows.add(new Row("DiagnosticReport", Exams.reportId(n), exams.report(n), patient));
    }
    rows.finish();
  }

  private static void row(Table table, String what, int count, long start) {
    var seconds = (System.nanoTime() - start) / 1e9;
    table.row(what, "%,d".formatted(count), "%.1f".formatted(seconds),
        "%,.0f".formatted(count / seconds));
  }

  private static void await(FhirConnection connection, String path, String wanted)
      throws IOException, InterruptedException {
    var end = System.nanoTime() + PATIENCE.toNanos();
    while (!connection.get(path).text().contains(wanted)) {
      if (System.nanoTime() > end) {
        throw new IOException(path + " did not come to " + wanted);
      }
      Thread.sleep(50);
    }
  }
}
