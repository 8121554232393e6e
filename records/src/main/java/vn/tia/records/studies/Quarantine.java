package vn.tia.records.studies;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vn.tia.records.access.Access;
import vn.tia.records.audit.Audit;
import vn.tia.records.audit.AuditRecord;
import vn.tia.records.database.Database;

/// Studies that hold instances which contradict what was here before: another patient's, or of a
/// series that another study has. They are kept and served, and marked until somebody has looked.
public final class Quarantine {

  /// The tag of an ImagingStudy whose study is marked.
  public static final String TAG = "urn:tia:quarantine";

  private final Database database;
  private final Audit audit;

  public Quarantine(Database database, Audit audit) {
    this.database = database;
    this.audit = audit;
  }

  /// A study with a reason to look at it.
  ///
  /// @param imagingStudy the FHIR id of its ImagingStudy
  /// @param instances how many instances came that are so
  public record Doubtful(long id, String imagingStudy, String reason, int instances,
      Instant first, Instant last) {}

  /// Marks a study by the doubts of the instances that it has got, with the next round trip.
  static void note(Database database, int facilityId, long studyId, Stream<String> doubts) {
    Map<String, Long> counts = doubts.collect(
        Collectors.groupingBy(Function.identity(), Collectors.counting()));
    counts.forEach((reason, count) -> database.later("""
            INSERT INTO quarantine (facility_id, study_id, reason, instances)
            VALUES (?, ?, ?, ?)
            ON CONFLICT (study_id, reason) WHERE settled IS NULL DO UPDATE
              SET instances = quarantine.instances + excluded.instances, last = now()""",
        facilityId, studyId, reason, count.intValue()));
  }

  /// What nobody has looked at yet, the latest first.
  public List<Doubtful> open(Access access, int max) {
    return database.jdbc().sql("""
            SELECT q.id, t.fhir_id::text AS fhir_id, q.reason, q.instances, q.first, q.last
            FROM quarantine q JOIN study t ON t.id = q.study_id
            WHERE q.settled IS NULL AND q.facility_id = ANY (?) ORDER BY q.last DESC LIMIT ?""")
        .params(access.array(), max)
        .query((row, _) -> new Doubtful(row.getLong("id"), row.getString("fhir_id"),
            row.getString("reason"), row.getInt("instances"),
            row.getTimestamp("first").toInstant(), row.getTimestamp("last").toInstant()))
        .list();
  }

  private record Settled(long study, int facility) {}

  /// Takes a mark away: somebody has looked.
  ///
  /// @param caller who did, for the audit
  /// @return false where there is no such mark
  public boolean settle(long id, Access access, String caller) {
    return database.inTransaction(() -> {
      var settled = database.jdbc().sql("""
              UPDATE quarantine SET settled = now()
              WHERE id = ? AND settled IS NULL AND facility_id = ANY (?)
              RETURNING study_id, facility_id""")
          .params(id, access.array())
          .query((row, _) -> new Settled(row.getLong(1), row.getInt(2)))
          .optional();
      settled.ifPresent(one -> {
        StudyRows.project(database, one.study(), one.facility(), Duration.ZERO);
        audit.record(new AuditRecord(OptionalInt.of(one.facility()), "HTTP", caller,
            "settle quarantine", "quarantine " + id, "done"));
      });
      return settled.isPresent();
    });
  }
}
