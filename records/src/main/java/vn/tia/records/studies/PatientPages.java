package vn.tia.records.studies;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Tags;
import vn.tia.records.access.Access;
import vn.tia.records.database.Database;
import vn.tia.records.patients.KnownPatients;
import vn.tia.records.patients.Patients;
import vn.tia.records.patients.StoredPatient;

/// The patients of the studies that match, each once, with the counts of all that is theirs.
final class PatientPages implements MatchPages {

  private static final int PATIENT_GROUP = 0x0010;

  /// The first `%s` stands for the state of the patient, the second for the conditions.
  private static final String PAGE = """
      SELECT o.patient_id, %s AS patient_state, c.studies, c.series, c.instances, n.attributes
      FROM (SELECT DISTINCT t.patient_id FROM study t
          WHERE t.facility_id = ANY (:facilities) AND t.patient_id > :last %s
          ORDER BY t.patient_id LIMIT :limit) o
        CROSS JOIN LATERAL (
          SELECT count(*) AS studies, sum(series_count) AS series, sum(instance_count) AS instances
          FROM study WHERE patient_id = o.patient_id AND facility_id = ANY (:facilities)) c
        CROSS JOIN LATERAL (
          SELECT attributes FROM study
          WHERE patient_id = o.patient_id AND facility_id = ANY (:facilities)
          ORDER BY sort_date DESC, id DESC LIMIT 1) n
      ORDER BY o.patient_id""";

  private final Database database;
  private final Patients patients;
  private final StudyQuery query;
  private final Access access;
  private long last;
  private boolean isDone;

  PatientPages(Database database, Patients patients, StudyQuery query, Access access) {
    this.database = database;
    this.patients = patients;
    this.query = query;
    this.access = access;
  }

  private record Row(StudySearch.Owner owner, Dataset attributes) {}

  @Override
  public List<Dataset> next() {
    if (isDone) {
      return List.of();
    }
    var rows = rows();
    isDone = rows.size() < query.limit();
    if (!rows.isEmpty()) {
      last = rows.getLast().owner().id();
    }
    var known = StudySearch.Owner.read(rows.stream().map(Row::owner), patients);
    return rows.stream().map(row -> withPatient(row, known)).toList();
  }

  private List<Row> rows() {
    var conditions = Conditions.of(query);
    return conditions.on(database).sql(PAGE.formatted(
            KnownPatients.state("o.patient_id"), conditions.sql()))
        .param("facilities", access.array())
        .param("last", last)
        .param("limit", query.limit())
        .params(conditions.parameters())
        .query((row, _) -> row(row))
        .list();
  }

  /// What the newest study says of the patient.
  private static Row row(ResultSet row) throws SQLException {
    var said = Encoded.fromPlain(row.getBytes("attributes")).elements()
        .filter(element -> element.tag().group() == PATIENT_GROUP)
        .toArray(Element[]::new);
    return new Row(StudySearch.Owner.of(row), Dataset.of(said).toBuilder()
        .put(Tags.NUMBER_OF_PATIENT_RELATED_STUDIES, row.getInt("studies"))
        .put(Tags.NUMBER_OF_PATIENT_RELATED_SERIES, row.getInt("series"))
        .put(Tags.NUMBER_OF_PATIENT_RELATED_INSTANCES, row.getInt("instances"))
        .build());
  }

  private static Dataset withPatient(Row row, Map<Long, StoredPatient> known) {
    return Optional.ofNullable(known.get(row.owner().id()))
        .map(stored -> CurrentPatient.over(row.attributes(), stored.patient()))
        .orElse(row.attributes());
  }
}
