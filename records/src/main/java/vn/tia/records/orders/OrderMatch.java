package vn.tia.records.orders;

import java.util.Optional;
import vn.tia.mapping.exam.Authority;
import vn.tia.records.database.Database;
import vn.tia.records.facilities.Facility;

/// Finds the order that a study answers, among those of one facility.
final class OrderMatch {
  private final Database database;
  private final Facility facility;

  OrderMatch(Database database, Facility facility) {
    this.database = database;
    this.facility = facility;
  }

  Optional<MatchedOrder> find(StudyKeys keys) {
    return keys.accession().flatMap(value -> byAccession(value, keys.issuer()))
        .or(() -> keys.studyUid().flatMap(uid -> by("study_uid = :value", uid, "")))
        .or(() -> keys.requestedProcedureId()
            .flatMap(id -> by("procedure_id = :value", id, "")));
  }

  /// Most modalities drop the issuer: an accession number without one matches whoever gave it.
  private Optional<MatchedOrder> byAccession(String value, Authority issuer) {
    return issuer.isUnsaid()
        ? by("accession_value = :value", value, "")
        : by("accession_value = :value AND accession_system = :system", value,
            facility.systems().of(issuer));
  }

  private Optional<MatchedOrder> by(String condition, String value, String system) {
    return database.jdbc().sql("""
            SELECT id, fhir_id, patient_id FROM imaging_order
            WHERE facility_id = :facility AND\s""" + condition + """

            ORDER BY status IN ('ACTIVE', 'ON_HOLD') DESC, id DESC LIMIT 1""")
        .param("facility", facility.id())
        .param("value", value)
        .param("system", system)
        .query((row, _) -> new MatchedOrder(
            row.getLong("id"), row.getString("fhir_id"), row.getLong("patient_id")))
        .optional();
  }
}
