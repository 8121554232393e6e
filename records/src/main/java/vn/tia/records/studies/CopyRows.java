package vn.tia.records.studies;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import vn.tia.records.database.Database;

/// Keeps copies and originals apart while instances are registered.
final class CopyRows {

  private final Database database;

  CopyRows(Database database) {
    this.database = database;
  }

  /// Whether there are copies, or ids kept for them.
  boolean isUsed() {
    return database.jdbc().sql("""
            SELECT EXISTS (SELECT FROM cached_study) OR EXISTS (SELECT FROM remote_study)""")
        .query(Boolean.class)
        .single();
  }

  /// Makes the studies of these originals stay; an eviction under way is waited for.
  void keep(List<NewInstance> instances) {
    Map<Integer, List<NewInstance>> byFacility = instances.stream()
        .filter(one -> !CachedStudies.isCopy(one))
        .collect(Collectors.groupingBy(NewInstance::facilityId));
    byFacility.forEach((facility, some) -> database.jdbc().sql("""
            WITH gone AS (DELETE FROM cached_study c USING study t
              WHERE t.id = c.study_id AND t.facility_id = ? AND t.study_instance_uid = ANY (?)
              RETURNING c.study_id)
            UPDATE study SET arriving = false
            WHERE arriving AND id IN (SELECT study_id FROM gone)""")
        .params(facility, some.stream().map(one -> one.study().uid()).distinct()
            .toArray(String[]::new))
        .update());
  }

  /// Notes what came of a study: of a copy how much; an original makes it stay.
  void note(long studyId, List<NewInstance> added) {
    var first = added.getFirst();
    database.jdbc().sql("""
            UPDATE study t SET fhir_id = r.fhir_id FROM remote_study r
            WHERE t.id = ? AND r.facility_id = t.facility_id
              AND r.study_instance_uid = t.study_instance_uid AND t.fhir_id <> r.fhir_id""")
        .param(studyId).update();
    if (!added.stream().allMatch(CachedStudies::isCopy)) {
      database.jdbc().sql("DELETE FROM cached_study WHERE study_id = ?")
          .param(studyId).update();
      database.jdbc().sql("UPDATE study SET arriving = false WHERE id = ? AND arriving")
          .param(studyId).update();
      return;
    }
    // A study that is new has no changes yet.
    database.jdbc().sql("""
            WITH copy AS (INSERT INTO cached_study (study_id, archive)
              SELECT id, ? FROM study WHERE id = ? AND version = 0 ON CONFLICT DO NOTHING
              RETURNING study_id)
            UPDATE study SET arriving = true WHERE id IN (SELECT study_id FROM copy)""")
        .params(first.source().substring(CachedStudies.source("").length()), studyId).update();
    database.jdbc().sql("""
            UPDATE cached_study SET bytes = bytes + ?, last_used = now() WHERE study_id = ?""")
        .params(added.stream().mapToLong(one -> one.bytes().size()).sum(), studyId).update();
  }
}
