package vn.tia.records.studies;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.tia.mapping.dicom.sr.DoseMapping;
import vn.tia.mapping.dicom.sr.SrReport;
import vn.tia.records.database.Database;
import vn.tia.records.studies.ArchivedDocument.Tie;
import vn.tia.records.studies.NewInstance.Key;

/// The queue of structured reports in the archive that are not resources yet: the table
/// archived_document.
public final class ArchivedDocuments {
  /// The study's own projection comes first, so that what refers to it finds it.
  private static final String REST = "1 s";

  private static final Duration PAUSE = Duration.ofSeconds(10);
  private static final Duration PAUSE_MAX = Duration.ofHours(1);

  /// How often a document is tried: with the pauses between, for most of a day.
  static final int TRIES_MAX = 25;

  private final Database database;

  public ArchivedDocuments(Database database) {
    this.database = database;
  }

  /// Queues those of some new instances that are documents, in the running transaction.
  ///
  /// @param ids the row ids of all
  static void note(Database database, List<NewInstance> added, Map<Key, Long> ids) {
    var documents = added.stream()
        .filter(one -> SrReport.isReport(one.instance().sopClassUid())
            || DoseMapping.isDose(one.instance().sopClassUid()))
        .toList();
    if (documents.isEmpty()) {
      return;
    }
    database.later("""
            INSERT INTO archived_document (instance_id, facility_id, due)
            SELECT id, facility, now() + ?::interval
            FROM unnest(?::bigint[], ?::int[]) AS one (id, facility) ON CONFLICT DO NOTHING""",
        REST, documents.stream().map(one -> ids.get(one.key())).toArray(Long[]::new),
        documents.stream().map(NewInstance::facilityId).toArray(Integer[]::new));
  }

  /// The documents that are due, those that wait longest first.
  public List<ArchivedDocument> due(int max) {
    return database.jdbc().sql(Studies.COLUMNS + """
              , d.tries, t.fhir_id::text AS study, p.fhir_id::text AS patient,
              o.fhir_id::text AS service_request
            FROM archived_document d JOIN instance i ON i.id = d.instance_id
            JOIN series s ON s.id = i.series_id JOIN study t ON t.id = s.study_id
            JOIN patient p ON p.id = t.patient_id
            LEFT JOIN imaging_order o ON o.id = t.order_id
            WHERE d.due <= now() ORDER BY d.due, d.instance_id LIMIT ?""")
        .param(max)
        .query(ArchivedDocuments::document)
        .list();
  }

  /// Takes a document off the queue.
  ///
  /// @param outcome what became of it, without any of its content
  public void settle(ArchivedDocument document, String outcome) {
    database.jdbc()
        .sql("UPDATE archived_document SET due = NULL, outcome = ? WHERE instance_id = ?")
        .params(outcome, document.instance().id())
        .update();
  }

  /// Puts a document off after a failure, and gives it up after too many.
  ///
  /// @return whether it is tried again
  public boolean putOff(ArchivedDocument document, String why) {
    if (document.tries() + 1 >= TRIES_MAX) {
      settle(document, "given up: " + why);
      return false;
    }
    var pause = PAUSE.multipliedBy(1L << Math.min(document.tries(), 10));
    database.jdbc().sql("""
            UPDATE archived_document SET due = now() + ?::interval, tries = tries + 1, outcome = ?
            WHERE instance_id = ?""")
        .params((pause.compareTo(PAUSE_MAX) < 0 ? pause : PAUSE_MAX).toSeconds() + " s", why,
            document.instance().id())
        .update();
    return true;
  }

  private static ArchivedDocument document(ResultSet row, int number) throws SQLException {
    return new ArchivedDocument(Studies.instance(row),
        new Tie(row.getString("patient"), Optional.ofNullable(row.getString("service_request")),
            row.getString("study")),
        row.getInt("tries"));
  }
}
