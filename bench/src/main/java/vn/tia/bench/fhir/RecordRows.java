package vn.tia.bench.fhir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/// Resources written into a Tia's tables past its doors: what a load of a million takes minutes by.
final class RecordRows implements AutoCloseable {
  private static final int BATCH = 2_000;

  private final Connection connection;
  private final List<Row> waiting = new ArrayList<>();

  /// @param patient the id of the patient that it is about, blank where it is one
  record Row(String type, String id, String json, String patient) {}

  /// The tables under the data directory of a Tia that runs.
  RecordRows(Path data) throws IOException, SQLException {
    var postgres = data.resolve("postgres");
    var port = Files.readAllLines(postgres.resolve("cluster/postmaster.pid")).get(3).strip();
    connection = DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/tia",
        "tia", Files.readString(postgres.resolve("password")).strip());
    connection.setAutoCommit(false);
  }

  void add(Row row) throws SQLException {
    waiting.add(row);
    if (waiting.size() == BATCH) {
      flush();
    }
  }

  private void flush() throws SQLException {
    try (var insert = connection.prepareStatement("""
        INSERT INTO resource (resource_type, id, version, facility_id, last_updated, deleted,
          digest, json, subject, by_client)
        SELECT type, id, 1, (SELECT min(id) FROM facility), ?, false,
          sha256(convert_to(id, 'UTF8')), json, nullif(subject, ''), type <> 'ImagingStudy'
        FROM unnest(?, ?, ?, ?) AS new (type, id, json, subject)""")) {
      insert.setObject(1, OffsetDateTime.now(ZoneOffset.UTC));
      array(insert, 2, waiting.stream().map(Row::type).toArray(String[]::new));
      array(insert, 3, waiting.stream().map(Row::id).toArray(String[]::new));
      array(insert, 4, waiting.stream().map(Row::json).toArray(String[]::new));
      array(insert, 5, waiting.stream()
          .map(row -> row.patient().isEmpty() ? "" : "Patient/" + row.patient())
          .toArray(String[]::new));
      insert.executeUpdate();
    }
    connection.commit();
    waiting.clear();
  }

  private void array(java.sql.PreparedStatement statement, int place, String[] values)
      throws SQLException {
    statement.setArray(place, connection.createArrayOf("text", values));
  }

  /// Writes what waits, and brings the statistics of the tables up to date.
  void finish() throws SQLException {
    if (!waiting.isEmpty()) {
      flush();
    }
    try (var statement = connection.createStatement()) {
      statement.execute("ANALYZE resource");
    }
    connection.commit();
  }

  /// Tells the outbox of everything but what it knows, as the doors do when they write; `last` is
  /// told last.
  void announce(String last) throws SQLException {
    try (var insert = connection.prepareStatement("""
        INSERT INTO outbox (topic, key, facility_id)
        SELECT 'resource', resource_type || '/' || id || '/' || version, facility_id FROM resource r
        WHERE NOT EXISTS (SELECT 1 FROM outbox o
          WHERE o.key = r.resource_type || '/' || r.id || '/' || r.version)
        ORDER BY id = ?, id""")) {
      insert.setString(1, last);
      insert.executeUpdate();
    }
    connection.commit();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
