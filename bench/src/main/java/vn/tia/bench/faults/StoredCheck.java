package vn.tia.bench.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import vn.tia.bench.Table;
import vn.tia.records.database.Database;
import vn.tia.records.database.DatabaseSettings;

/// Compares what was acknowledged with the rows and the bytes of a data directory whose program
/// has ended.
final class StoredCheck {
  private final Sent sent;
  private final List<Row> rows;
  private final Map<String, Path> files;
  /// How often each fault was found.
  private final Map<String, Long> faults = new LinkedHashMap<>();

  /// A row of an instance.
  private record Row(String uid, String objectId, String sum, long datasetOffset) {}

  private StoredCheck(Path data, Sent sent, Database database) throws IOException {
    this.sent = sent;
    this.rows = database.jdbc()
        .sql("SELECT sop_instance_uid, object_id, encode(sha256, 'hex'), dataset_offset"
            + " FROM instance")
        .query((row, _) -> new Row(
            row.getString(1), row.getString(2), row.getString(3), row.getLong(4))).list();
    this.files = files(data.resolve("objects/content"));
  }

  /// Prints what was found.
  ///
  /// @throws IllegalStateException if anything is lost, there twice, or not what was sent
  static void run(PrintStream out, Path data, Sent sent) throws IOException {
    var settings = new DatabaseSettings(data.resolve("postgres"), Optional.empty(), 2,
        DatabaseSettings.CONNECTION_TIMEOUT);
    try (var database = Database.open(settings)) {
      var check = new StoredCheck(data, sent, database);
      check.rows();
      check.bytes();
      check.counts(database);
      check.print(out);
    }
  }

  private void rows() {
    Set<String> uids = rows.stream().map(Row::uid).collect(Collectors.toSet());
    faults.put("acknowledged instances lost", sent.instances().keySet().stream()
        .filter(uid -> !uids.contains(uid)).count());
    faults.put("instances that are there twice", (long) rows.size() - uids.size());
  }

  private void bytes() {
    faults.put("rows without bytes", rows.stream()
        .filter(row -> !files.containsKey(row.objectId())).count());
    var whole = rows.stream().filter(row -> files.containsKey(row.objectId())).toList();
    faults.put("objects whose bytes aren't those of their row", whole.stream()
        .filter(row -> !sum(row, 0).equals(row.sum())).count());
    faults.put("objects that aren't what was acknowledged", whole.stream()
        .filter(row -> sent.instances().containsKey(row.uid()))
        .filter(row -> !sum(row, row.datasetOffset()).equals(sent.instances().get(row.uid())))
        .count());
  }

  private String sum(Row row, long from) {
    try {
      InputStream in = Files.newInputStream(files.get(row.objectId()));
      in.skipNBytes(from);
      return Sent.sum(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void counts(Database database) {
    faults.put("studies that count wrong", number(database, """
        SELECT count(*) FROM study WHERE instance_count <> (SELECT count(*) FROM instance i
          JOIN series s ON s.id = i.series_id WHERE s.study_id = study.id)"""));
    var orders = new HashSet<>(database.jdbc()
        .sql("SELECT accession_value FROM imaging_order").query(String.class).list());
    faults.put("acknowledged orders lost", sent.orders().stream()
        .filter(number -> !orders.contains(KillsRun.accession(number))).count());
    faults.put("orders that are there twice",
        number(database, "SELECT count(*) FROM imaging_order") - orders.size());
  }

  private static long number(Database database, String sql) {
    return database.jdbc().sql(sql).query(Long.class).single();
  }

  private void print(PrintStream out) {
    var table = new Table("fault", "found");
    faults.forEach((what, found) -> table.row(what, Long.toString(found)));
    table.print(out);
    out.printf("%,d sendings; acknowledged: %,d instances and %,d orders; there: %,d instances,"
            + " and %,d objects that no row names, which the sweep removes.%n%n",
        sent.sendings().get(), sent.instances().size(), sent.orders().size(), rows.size(),
        files.size() - rows.size());
    if (faults.values().stream().anyMatch(found -> found != 0)) {
      throw new IllegalStateException("not all that was acknowledged is there once and whole");
    }
  }

  private static Map<String, Path> files(Path content) throws IOException {
    try (var all = Files.walk(content)) {
      return all.filter(Files::isRegularFile)
          .collect(Collectors.toMap(file -> file.getFileName().toString(), file -> file));
    }
  }
}
