package vn.tia.records.exports;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import vn.tia.records.access.Access;
import vn.tia.records.database.Database;
import vn.tia.records.exports.ExportJob.Place;
import vn.tia.records.exports.ExportJob.State;
import vn.tia.records.exports.ExportRequest.About;
import vn.tia.records.exports.ExportRequest.Content;

/// The exports: asked for by anybody, worked on by one worker at a time, which says again and again
/// that it lives; another one takes over where it doesn't.
public final class ExportJobs {
  private static final String COLUMNS = "id, facilities, request, about, members, types, filters,"
      + " elements, since, as_of, state, type_place, after_id, read, expected, finished";

  private final Database database;
  private final Clock clock;

  public ExportJobs(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /// Takes an export in; empty where as many are running as may.
  public Optional<UUID> add(ExportRequest request, int runningMax) {
    return database.inTransaction(() -> {
      // One at a time, so that two can't both be the last that may run.
      database.query("SELECT pg_advisory_xact_lock(hashtextextended('export', 0))", (_, _) -> 0);
      var running = database.jdbc()
          .sql("SELECT count(*) FROM export_job WHERE state = 'RUNNING'")
          .query(Integer.class).single();
      return running >= runningMax ? Optional.<UUID>empty() : Optional.of(insert(request));
    });
  }

  private UUID insert(ExportRequest request) {
    var id = UUID.randomUUID();
    database.jdbc().sql("""
            INSERT INTO export_job
              (id, facilities, request, about, members, types, filters, elements, since, as_of)
            VALUES (:id, :facilities, :request, :about, :members, :types, :filters, :elements,
              :since, :asOf)
            """)
        .param("id", id)
        .param("facilities", request.access().array())
        .param("request", request.url())
        .param("about", request.about().name())
        .param("members", request.members().toArray(String[]::new))
        .param("types", request.content().types().toArray(String[]::new))
        .param("filters", request.content().filters().toArray(String[]::new))
        .param("elements", request.content().elements().toArray(String[]::new))
        .param("since", request.since().map(one -> one.atOffset(ZoneOffset.UTC)).orElse(null))
        .param("asOf", clock.instant().atOffset(ZoneOffset.UTC))
        .update();
    return id;
  }

  /// The export, empty where the caller may not see all that it holds.
  public Optional<ExportJob> find(UUID id, Access access) {
    return database.jdbc().sql("SELECT " + COLUMNS + " FROM export_job WHERE id = :id"
            + " AND facilities <@ :facilities")
        .param("id", id)
        .param("facilities", access.array())
        .query(this::job)
        .optional();
  }

  /// The next export that nobody works on, for a worker of that name.
  ///
  /// @param deadAfter how long a worker may be silent
  public Optional<ExportJob> claim(String worker, Duration deadAfter) {
    return database.jdbc().sql("""
            UPDATE export_job SET worker = :worker, heartbeat = clock_timestamp()
            WHERE id = (SELECT id FROM export_job
              WHERE state = 'RUNNING' AND (heartbeat IS NULL
                OR heartbeat < clock_timestamp() - make_interval(secs => :seconds))
              ORDER BY created LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING\s""" + COLUMNS)
        .param("worker", worker)
        .param("seconds", deadAfter.toMillis() / 1000.0)
        .query(this::job)
        .optional();
  }

  /// Lets another worker go on at once with what this one worked on.
  public void release(String worker) {
    database.jdbc().sql("""
            UPDATE export_job SET worker = NULL, heartbeat = NULL
            WHERE worker = ? AND state = 'RUNNING'""")
        .param(worker)
        .update();
  }

  /// Whether all that was being written when it was asked for has been committed, or never will.
  public boolean isSettled(UUID id) {
    return database.jdbc().sql("""
            SELECT pg_snapshot_xmin(pg_current_snapshot()) >= horizon
            FROM export_job WHERE id = ?""")
        .param(id)
        .query(Boolean.class)
        .optional().orElse(false);
  }

  /// Notes how many resources an export will look at.
  public void expect(UUID id, long resources) {
    database.jdbc().sql("UPDATE export_job SET expected = ? WHERE id = ?")
        .params(resources, id)
        .update();
  }

  /// Says that the worker lives; answers whether the export is still its own.
  public boolean beat(UUID id, String worker) {
    return database.jdbc().sql("""
            UPDATE export_job SET heartbeat = clock_timestamp()
            WHERE id = ? AND worker = ? AND state = 'RUNNING'""")
        .params(id, worker)
        .update() == 1;
  }

  /// Notes how far the worker has come, once its files are durable.
  ///
  /// @param changed the files that have grown
  /// @return whether the export is still the worker's own: cancelled ones are gone
  public boolean reached(
      UUID id, String worker, Place place, long read, List<ExportFile> changed) {
    return database.inTransaction(() -> {
      var rows = database.jdbc().sql("""
              UPDATE export_job SET type_place = ?, after_id = ?, read = ?,
                heartbeat = clock_timestamp()
              WHERE id = ? AND worker = ? AND state = 'RUNNING'""")
          .params(place.type(), place.afterId(), read, id, worker)
          .update();
      if (rows == 0) {
        return false;
      }
      changed.forEach(file -> database.jdbc().sql("""
              INSERT INTO export_file (job_id, number, kind, type, lines, bytes)
              VALUES (?, ?, ?, ?, ?, ?)
              ON CONFLICT (job_id, number) DO UPDATE
              SET lines = excluded.lines, bytes = excluded.bytes""")
          .params(id, file.number(), file.kind().name(), file.type(), file.lines(), file.bytes())
          .update());
      return true;
    });
  }

  /// Notes that an export has ended, well or not.
  public void end(UUID id, String worker, State state) {
    database.jdbc().sql("""
            UPDATE export_job SET state = ?, finished = clock_timestamp()
            WHERE id = ? AND worker = ? AND state = 'RUNNING'""")
        .params(state.name(), id, worker)
        .update();
  }

  /// Forgets an export: its worker stops, its files may go. Answers whether there was one.
  public boolean remove(UUID id) {
    return database.jdbc().sql("DELETE FROM export_job WHERE id = ?").param(id).update() == 1;
  }

  /// The exports that ended before a moment.
  public List<UUID> endedBefore(Instant moment) {
    return database.jdbc().sql("SELECT id FROM export_job WHERE finished < ?")
        .param(moment.atOffset(ZoneOffset.UTC))
        .query(UUID.class)
        .list();
  }

  /// All exports there are.
  public Set<UUID> all() {
    return Set.copyOf(
        database.jdbc().sql("SELECT id FROM export_job").query(UUID.class).list());
  }

  private ExportJob job(ResultSet row, int number) throws SQLException {
    var id = row.getObject("id", UUID.class);
    var expected = row.getLong("expected");
    var isCounted = !row.wasNull();
    return new ExportJob(id, request(row), row.getTimestamp("as_of").toInstant(),
        State.valueOf(row.getString("state")),
        new Place(row.getInt("type_place"), row.getString("after_id")), row.getLong("read"),
        isCounted ? OptionalLong.of(expected) : OptionalLong.empty(),
        instant(row.getTimestamp("finished")), files(id));
  }

  private static ExportRequest request(ResultSet row) throws SQLException {
    var facilities = (Integer[]) row.getArray("facilities").getArray();
    return new ExportRequest(new Access(Set.of(facilities)), row.getString("request"),
        About.valueOf(row.getString("about")), texts(row, "members"),
        new Content(texts(row, "types"), texts(row, "filters"), texts(row, "elements")),
        instant(row.getTimestamp("since")));
  }

  private static List<String> texts(ResultSet row, String column) throws SQLException {
    return List.of((String[]) row.getArray(column).getArray());
  }

  private static Optional<Instant> instant(@Nullable Timestamp time) {
    return Optional.ofNullable(time).map(Timestamp::toInstant);
  }

  private List<ExportFile> files(UUID id) {
    return database.jdbc().sql("""
            SELECT number, kind, type, lines, bytes FROM export_file
            WHERE job_id = ? ORDER BY number""")
        .param(id)
        .query((row, _) -> new ExportFile(row.getInt("number"),
            ExportFile.Kind.valueOf(row.getString("kind")), row.getString("type"),
            row.getLong("lines"), row.getLong("bytes")))
        .list();
  }
}
