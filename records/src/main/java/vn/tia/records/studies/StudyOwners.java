package vn.tia.records.studies;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import vn.tia.records.database.Database;

/// Whose the studies are, when patients are merged or parted.
public final class StudyOwners {
  private final Database database;

  public StudyOwners(Database database) {
    this.database = database;
  }

  /// The studies of a patient, by their row ids.
  public List<Long> ofPatient(int facilityId, long patientId) {
    return database.jdbc()
        .sql("SELECT id FROM study WHERE facility_id = ? AND patient_id = ? ORDER BY id")
        .params(facilityId, patientId)
        .query(Long.class)
        .list();
  }

  /// Gives studies to another patient; their ImagingStudies follow from `study_projection`.
  public void assign(int facilityId, Collection<Long> studyIds, long patientId) {
    database.inTransaction(() -> studyIds.stream().sorted()
        .forEach(id -> assign(facilityId, id, patientId)));
  }

  private void assign(int facilityId, long studyId, long patientId) {
    database.jdbc().sql("""
            UPDATE study SET patient_id = :patient, version = version + 1, changed = now()
            WHERE id = :id AND facility_id = :facility""")
        .param("patient", patientId)
        .param("id", studyId)
        .param("facility", facilityId)
        .update();
    StudyRows.project(database, studyId, facilityId, Duration.ZERO);
  }
}
