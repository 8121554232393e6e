package vn.tia.records.exports;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import vn.tia.records.database.Database;
import vn.tia.records.exports.ExportRequest.About;
import vn.tia.records.resources.StoredResource;

/// Reads what an export is about as it was at the export's moment, whatever has changed since:
/// the version that was current then, from the history where need be.
public final class ExportPages {
  // Whom the version of the moment was about. Appointments name their patients in a list, which
  // merges don't change.
  private static final String SUBJECT = """
      CASE WHEN r.last_updated <= :asOf OR r.resource_type = 'Appointment' THEN r.subject
        ELSE old.subject END""";

  private static final String ABOUT = """
      r.resource_type = :type AND r.id > :after AND r.facility_id = ANY (:facilities)
      AND (:since::timestamptz IS NULL OR r.last_updated >= :since::timestamptz)
      AND (:patients = 'ALL'
        OR :patients = 'ANY' AND (r.resource_type = 'Patient' OR %1$s LIKE 'Patient/%%')
        OR :patients = 'THESE' AND (%1$s = ANY (:members)
          OR r.resource_type = 'Patient' AND 'Patient/' || r.id = ANY (:members)))
      """.formatted(SUBJECT);

  private static final String THEN = """
      LEFT JOIN LATERAL (SELECT h.version, h.last_updated, h.deleted, h.json,
          COALESCE(j -> 'subject' ->> 'reference', j -> 'patient' ->> 'reference',
            j -> 'for' ->> 'reference', j -> 'beneficiary' ->> 'reference') AS subject
        FROM resource_history h, LATERAL (SELECT NULLIF(h.json, '')::jsonb AS j) AS parsed
        WHERE h.resource_type = r.resource_type AND h.id = r.id AND h.last_updated <= :asOf
        ORDER BY h.version DESC LIMIT 1) old ON r.last_updated > :asOf
      """;

  private final Database database;

  public ExportPages(Database database) {
    this.database = database;
  }

  /// A page of an export: what was there, deleted versions among it, and where the next one begins.
  ///
  /// @param lastId empty text where no more follows
  public record ExportPage(List<StoredResource> resources, String lastId, int read) {
    public ExportPage {
      resources = List.copyOf(resources);
    }
  }

  private record Row(String id, Optional<StoredResource> resource) {}

  /// The next resources of a type, in the order of their ids.
  public ExportPage read(ExportJob job, String type, String after, int max) {
    var rows = database.jdbc().sql("""
            SELECT r.resource_type, r.id, r.facility_id,
              CASE WHEN r.last_updated <= :asOf THEN r.version ELSE old.version END AS version,
              CASE WHEN r.last_updated <= :asOf THEN r.last_updated ELSE old.last_updated END
                AS last_updated,
              CASE WHEN r.last_updated <= :asOf THEN r.deleted ELSE old.deleted END AS deleted,
              CASE WHEN r.last_updated <= :asOf THEN r.json ELSE old.json END AS json
            FROM resource r
            """ + THEN + "WHERE " + ABOUT + "ORDER BY r.id LIMIT :max")
        .param("type", type)
        .param("after", after)
        .param("facilities", job.request().access().array())
        .param("patients", patients(job.request()))
        .param("members", job.request().members().toArray(String[]::new))
        .param("asOf", job.asOf().atOffset(ZoneOffset.UTC))
        .param("since", job.request().since()
            .map(since -> since.atOffset(ZoneOffset.UTC)).orElse(null))
        .param("max", max)
        .query(ExportPages::row)
        .list();
    return new ExportPage(rows.stream().flatMap(one -> one.resource().stream()).toList(),
        rows.size() < max ? "" : rows.getLast().id(), rows.size());
  }

  /// How many resources an export will look at, about.
  public long count(ExportJob job) {
    return database.jdbc().sql("""
            SELECT count(*) FROM resource r
            WHERE r.resource_type = ANY (:types) AND r.facility_id = ANY (:facilities)""")
        .param("types", job.request().content().types().toArray(String[]::new))
        .param("facilities", job.request().access().array())
        .query(Long.class)
        .single();
  }

  private static String patients(ExportRequest request) {
    if (request.about() == About.SYSTEM) {
      return "ALL";
    }
    return request.about() == About.PATIENTS && request.members().isEmpty() ? "ANY" : "THESE";
  }

  private static Row row(ResultSet row, int number) throws SQLException {
    var time = row.getTimestamp("last_updated");
    // What was made after the moment has no version of then.
    if (time == null) {
      return new Row(row.getString("id"), Optional.empty());
    }
    return new Row(row.getString("id"), Optional.of(new StoredResource(
        row.getString("resource_type"), row.getString("id"), row.getLong("version"),
        row.getInt("facility_id"), time.toInstant(), row.getBoolean("deleted"),
        row.getString("json"))));
  }
}
