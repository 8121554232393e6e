package vn.tia.records.reports;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import vn.tia.mapping.exam.ReportStatus;
import vn.tia.records.database.Database;

/// The rows by which a received report is found again: the tables received_report and
/// received_report_key.
final class ReportRows {
  /// A received report.
  record Row(long id, String fhirId, ReportStatus status) {}

  private final Database database;

  ReportRows(Database database) {
    this.database = database;
  }

  /// The report with one of these keys, the first key before others, locked.
  Optional<Row> find(int facilityId, List<String> keys) {
    return database.jdbc().sql("""
            SELECT r.id, r.fhir_id::text, r.status
            FROM unnest(:keys::text[]) WITH ORDINALITY AS wanted (key, place)
            JOIN received_report_key k ON k.facility_id = :facility AND k.key = wanted.key
            JOIN received_report r ON r.id = k.report_id
            ORDER BY wanted.place LIMIT 1 FOR UPDATE OF r""")
        .param("keys", keys.toArray(String[]::new))
        .param("facility", facilityId)
        .query((row, _) -> new Row(
            row.getLong(1), row.getString(2), ReportStatus.valueOf(row.getString(3))))
        .optional();
  }

  Row insert(int facilityId, ReportStatus status) {
    String fhirId = UUID.randomUUID().toString();
    long id = database.jdbc().sql("""
            INSERT INTO received_report (facility_id, fhir_id, status)
            VALUES (?, ?::uuid, ?) RETURNING id""")
        .params(facilityId, fhirId, status.name())
        .query(Long.class)
        .single();
    return new Row(id, fhirId, status);
  }

  /// Says how far a report is, and by which keys it is found from now on.
  void update(int facilityId, Row row, ReportStatus status, List<String> keys) {
    database.jdbc().sql("UPDATE received_report SET status = ?, updated = now() WHERE id = ?")
        .params(status.name(), row.id())
        .update();
    database.jdbc().sql("""
            INSERT INTO received_report_key (facility_id, key, report_id)
            SELECT ?, key, ? FROM unnest(?::text[]) AS key ON CONFLICT DO NOTHING""")
        .params(facilityId, row.id(), keys.toArray(String[]::new))
        .update();
  }

  /// The ImagingStudy of a UID, else the newest of an order.
  Optional<String> study(int facilityId, Optional<String> uid, OptionalLong orderId) {
    return database.jdbc().sql("""
            SELECT fhir_id::text FROM study
            WHERE facility_id = :facility
              AND (study_instance_uid = :uid OR order_id = :order)
            ORDER BY (study_instance_uid = :uid) IS TRUE DESC, id DESC LIMIT 1""")
        .param("facility", facilityId)
        .param("uid", uid.orElse(null), java.sql.Types.VARCHAR)
        .param("order", orderId.isPresent() ? orderId.getAsLong() : null, java.sql.Types.BIGINT)
        .query(String.class)
        .optional();
  }
}
