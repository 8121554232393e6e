package vn.tia.records.studies;

import java.sql.ResultSet;
import java.sql.SQLException;
import vn.tia.records.patients.KnownPatients;

/// Which versions of their rows a study and its patient had when they were read: any change of
/// them makes another state.
///
/// @param studyRow the row of the study
public record StudyState(long studyRow, String state) {

  /// The columns of a query that names the study `t`.
  static final String COLUMNS = "t.id AS study_row, t.xmin || '/' || "
      + KnownPatients.state("t.patient_id") + " AS study_state";

  static StudyState of(ResultSet row) throws SQLException {
    return new StudyState(row.getLong("study_row"), row.getString("study_state"));
  }
}
