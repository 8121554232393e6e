package vn.tia.records.patients;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vn.tia.mapping.exam.PatientIdentifier;
import vn.tia.mapping.fhir.PatientMapping.Links;
import vn.tia.records.database.Database;
import vn.tia.records.patients.PatientRows.Row;

/// The rows of links between patients: patient.replaced_by, whom an identifier leads to, and the
/// table patient_merge.
final class LinkRows {
  private final Database database;

  LinkRows(Database database) {
    this.database = database;
  }

  /// How a patient stands to others.
  Links of(long id) {
    var replacedBy = new ArrayList<String>();
    var replaces = new ArrayList<String>();
    database.jdbc().sql("""
            SELECT s.fhir_id::text, m.id IS NULL
            FROM patient s LEFT JOIN patient m ON m.id = :id AND m.replaced_by = s.id
            WHERE s.replaced_by = :id
              OR s.id = (SELECT replaced_by FROM patient WHERE id = :id)
            ORDER BY s.id""")
        .param("id", id)
        .query(row -> {
          (row.getBoolean(2) ? replaces : replacedBy).add(row.getString(1));
        });
    return new Links(replacedBy.stream().findFirst(), replaces, seeAlso(id), former(id));
  }

  private List<String> seeAlso(long id) {
    return database.jdbc().sql("""
            SELECT p.fhir_id::text FROM patient_see_also l
            JOIN patient p ON p.id = CASE l.one_id WHEN :id THEN l.other_id ELSE l.one_id END
            WHERE l.one_id = :id OR l.other_id = :id ORDER BY p.id""")
        .param("id", id)
        .query(String.class)
        .list();
  }

  /// Says that two records are of one person; whether that is new.
  boolean link(int facilityId, long one, long other) {
    return database.jdbc().sql("""
            INSERT INTO patient_see_also (facility_id, one_id, other_id) VALUES (?, ?, ?)
            ON CONFLICT DO NOTHING""")
        .params(facilityId, Math.min(one, other), Math.max(one, other))
        .update() > 0;
  }

  /// Takes that back; whether it had been said.
  boolean unlink(long one, long other) {
    return database.jdbc().sql("DELETE FROM patient_see_also WHERE one_id = ? AND other_id = ?")
        .params(Math.min(one, other), Math.max(one, other))
        .update() > 0;
  }

  private List<PatientIdentifier> former(long id) {
    return database.jdbc().sql("""
            SELECT * FROM patient_identifier
            WHERE leads_to = :id AND (retired OR patient_id <> :id)
              AND (system, value) NOT IN (SELECT system, value FROM patient_identifier
                WHERE patient_id = :id AND NOT retired)
            ORDER BY id""")
        .param("id", id)
        .query((row, _) -> PatientRows.identifier(row))
        .list();
  }

  /// All numbers that lead to a patient.
  List<IdentifierKey> leadingTo(long id) {
    return database.jdbc()
        .sql("SELECT DISTINCT system, value FROM patient_identifier WHERE leads_to = ?")
        .param(id)
        .query((row, _) -> new IdentifierKey(row.getString(1), row.getString(2)))
        .list();
  }

  /// Who stands in the place of a patient, and of them, and so on, the patient first.
  List<Long> chain(long id) {
    return database.jdbc().sql("""
            WITH RECURSIVE chain AS (
              SELECT id, replaced_by, 0 AS place FROM patient WHERE id = ?
              UNION ALL SELECT p.id, p.replaced_by, c.place + 1
              FROM patient p JOIN chain c ON p.id = c.replaced_by)
            SELECT id FROM chain ORDER BY place""")
        .param(id)
        .query(Long.class)
        .list();
  }

  /// Puts one patient in the place of another, and says so under the id of the merge.
  long replace(Row replaced, Row survivor) {
    database.jdbc().sql("UPDATE patient SET replaced_by = ?, updated = now() WHERE id = ?")
        .params(survivor.id(), replaced.id())
        .update();
    database.jdbc().sql("UPDATE patient_identifier SET leads_to = ? WHERE leads_to = ?")
        .params(survivor.id(), replaced.id())
        .update();
    return database.jdbc().sql("""
            INSERT INTO patient_merge (facility_id, replaced_id, survivor_id) VALUES (?, ?, ?)
            RETURNING id""")
        .params(replaced.facilityId(), replaced.id(), survivor.id())
        .query(Long.class)
        .single();
  }

  /// The merge by which a patient was replaced, where it stands.
  Optional<Merge> active(int facilityId, long replacedId) {
    return database.jdbc().sql("""
            SELECT id, replaced_id, survivor_id FROM patient_merge
            WHERE facility_id = ? AND replaced_id = ? AND undone IS NULL FOR UPDATE""")
        .params(facilityId, replacedId)
        .query((row, _) -> new Merge(row.getLong(1), row.getLong(2), row.getLong(3)))
        .optional();
  }

  /// Takes a merge back: the numbers of the patient, and of who was merged into them, lead to them.
  void undo(Merge merge) {
    database.jdbc().sql("UPDATE patient_merge SET undone = now() WHERE id = ?")
        .param(merge.id())
        .update();
    database.jdbc().sql("UPDATE patient SET replaced_by = NULL, updated = now() WHERE id = ?")
        .param(merge.replacedId())
        .update();
    database.jdbc().sql("""
            WITH RECURSIVE family AS (
              SELECT :id::bigint AS id
              UNION ALL SELECT p.id FROM patient p JOIN family f ON p.replaced_by = f.id)
            UPDATE patient_identifier SET leads_to = :id
            WHERE patient_id IN (SELECT id FROM family)""")
        .param("id", merge.replacedId())
        .update();
  }

  /// Takes a number of a patient out of use, where it still finds them, or into use again.
  void setRetired(long patientId, IdentifierKey key, Use use) {
    database.jdbc().sql("""
            UPDATE patient_identifier SET retired = ?
            WHERE patient_id = ? AND system = ? AND value = ?""")
        .params(use == Use.RETIRED, patientId, key.system(), key.value())
        .update();
  }

  enum Use { CURRENT, RETIRED }
}
