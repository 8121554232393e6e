package vn.tia.records.studies;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Edit;
import vn.tia.records.access.Access;
import vn.tia.records.database.Database;
import vn.tia.records.patients.Patients;
import vn.tia.records.patients.StoredPatient;

/// Finds the instances that a retrieval asks for: first which they are, then each when it is sent.
public final class InstanceSelection {

  private static final String FOUND = """
      SELECT i.id
      FROM study t JOIN series s ON s.study_id = t.id JOIN instance i ON i.series_id = s.id
      WHERE t.facility_id = ANY (:facilities)""";

  private static final String PATIENT = """
       AND t.patient_id IN (SELECT leads_to FROM patient_identifier
          WHERE facility_id = ANY (:facilities) AND value = :patient)""";

  private static final String ORDER = """
       ORDER BY t.sort_date DESC, t.id DESC, s.series_number, s.id, i.instance_number, i.id
      LIMIT :max""";

  private static final String READ = Studies.COLUMNS.strip() + ", t.id AS study_row\n" + """
      FROM unnest(:ids::bigint[]) WITH ORDINALITY AS wanted (id, place)
        JOIN instance i ON i.id = wanted.id JOIN series s ON s.id = i.series_id
        JOIN study t ON t.id = s.study_id
      ORDER BY wanted.place""";

  private static final String ONE =
      Studies.COLUMNS.strip() + ", " + StudyState.COLUMNS + "\n" + Studies.ONE;

  /// Of a study, what [#study] reads.
  private static final String STUDY =
      "t.id, t.patient_id, t.attributes, p.updated, " + StudySearch.Owner.STATE;

  private final Database database;
  private final Patients patients;
  private final Studies studies;
  private final KnownCoercions known = new KnownCoercions(this::coercion);

  public InstanceSelection(Database database, Patients patients) {
    this.database = database;
    this.patients = patients;
    this.studies = new Studies(database);
  }

  /// What a retrieval names; an empty list means all of what the others leave.
  ///
  /// @param patientId one of the patient's numbers
  public record Keys(Optional<String> patientId, List<String> studies, List<String> series,
      List<String> instances) {
    public Keys {
      studies = List.copyOf(studies);
      series = List.copyOf(series);
      instances = List.copyOf(instances);
      if (patientId.isEmpty() && studies.isEmpty() && series.isEmpty() && instances.isEmpty()) {
        throw new IllegalArgumentException("a retrieval names at least one thing");
      }
    }
  }

  /// An instance to be sent.
  ///
  /// @param corrections what its data set says of the patient and is not so any more
  public record Selected(StoredInstance instance, List<Edit> corrections) {
    public Selected {
      corrections = List.copyOf(corrections);
    }
  }

  private record One(StoredInstance instance, StudyState state) {}

  private record Row(StoredInstance instance, long studyRow) {}

  private record Study(StudySearch.Owner owner, Dataset attributes, Instant patientSince) {}

  /// The row ids of the instances, in the order of series and number within each study.
  ///
  /// @param max how many are listed at most
  public List<Long> ids(Keys keys, Access access, int max) {
    var sql = new StringBuilder(FOUND);
    Map<String, Object> parameters = new HashMap<>();
    keys.patientId().ifPresent(id -> {
      sql.append(PATIENT);
      parameters.put("patient", id);
    });
    Map.of("t.study_instance_uid", keys.studies(), "s.series_instance_uid", keys.series(),
        "i.sop_instance_uid", keys.instances()).forEach((column, uids) -> {
          if (!uids.isEmpty()) {
            var name = "k" + parameters.size();
            sql.append(" AND " + column + " = ANY (:" + name + ")");
            parameters.put(name, uids.toArray(String[]::new));
          }
        });
    return database.jdbc().sql(sql + ORDER)
        .param("facilities", access.array())
        .param("max", max)
        .params(parameters)
        .query(Long.class)
        .list();
  }

  /// Some of them, in this order.
  public List<Selected> read(List<Long> ids) {
    var rows = database.jdbc().sql(READ)
        .param("ids", ids.toArray(Long[]::new))
        .query((row, _) -> new Row(Studies.instance(row), row.getLong("study_row")))
        .list();
    return selected(rows, coercions(rows.stream().map(Row::studyRow).distinct().toList()));
  }

  /// The instance of a path with what has to be corrected in it, found in one round trip; empty
  /// where the caller sees none.
  public Optional<Selected> one(InstancePath path, Access access) {
    return Studies.bind(database, ONE, path, access)
        .query((row, _) -> new One(Studies.instance(row), StudyState.of(row))).optional()
        .map(one -> new Selected(one.instance(), corrections(one)));
  }

  private List<Edit> corrections(One one) {
    var coercion = known.in(one.state());
    return coercion.edits().isEmpty() ? List.of()
        : coercion.of(studies.header(one.instance()).dataset());
  }

  /// Instances that were found, with what has to be corrected in them.
  public List<Selected> corrected(List<StoredInstance> instances) {
    Map<Long, Long> studyOf = new HashMap<>();
    Map<Long, Study> found = new HashMap<>();
    database.jdbc().sql("SELECT i.id AS instance_row, " + STUDY + """
             FROM instance i JOIN series s ON s.id = i.series_id JOIN study t ON t.id = s.study_id
              JOIN patient p ON p.id = t.patient_id
            WHERE i.id = ANY (?)""")
        .param(instances.stream().map(StoredInstance::id).toArray(Long[]::new))
        .query(row -> {
          var id = row.getLong("id");
          studyOf.put(row.getLong("instance_row"), id);
          if (!found.containsKey(id)) {
            found.put(id, study(row));
          }
        });
    return selected(instances.stream()
        .filter(one -> studyOf.containsKey(one.id()))
        .map(one -> new Row(one, studyOf.get(one.id()))).toList(), coercions(found));
  }

  private List<Selected> selected(List<Row> rows, Map<Long, Coercion> coercions) {
    var sent = studies.headers(rows.stream()
        .filter(row -> !coercion(coercions, row.studyRow()).edits().isEmpty())
        .map(Row::instance).toList());
    return rows.stream()
        .map(row -> new Selected(row.instance(),
            Optional.ofNullable(sent.get(row.instance().id()))
                .map(header -> coercion(coercions, row.studyRow()).of(header.dataset()))
                .orElse(List.of())))
        .toList();
  }

  /// What has to be corrected in the instances of a study.
  public Coercion coercion(StudyState state) {
    return known.in(state);
  }

  private Coercion coercion(long studyRow) {
    return coercion(coercions(List.of(studyRow)), studyRow);
  }

  private static Coercion coercion(Map<Long, Coercion> coercions, long studyRow) {
    return coercions.getOrDefault(studyRow, Coercion.NONE);
  }

  private Map<Long, Coercion> coercions(Collection<Long> studyRows) {
    Map<Long, Study> found = new HashMap<>();
    database.jdbc().sql("SELECT " + STUDY
            + " FROM study t JOIN patient p ON p.id = t.patient_id WHERE t.id = ANY (?)")
        .param(studyRows.toArray(Long[]::new))
        .query(row -> {
          found.put(row.getLong("id"), study(row));
        });
    return coercions(found);
  }

  private Map<Long, Coercion> coercions(Map<Long, Study> found) {
    var known = StudySearch.Owner.read(found.values().stream().map(Study::owner), patients);
    Map<Long, Coercion> coercions = new HashMap<>();
    found.forEach((id, study) -> coercions.put(id, new Coercion(
        corrections(study, known), study.patientSince())));
    return coercions;
  }

  private static Study study(ResultSet row) throws SQLException {
    return new Study(StudySearch.Owner.of(row), Encoded.fromPlain(row.getBytes("attributes")),
        row.getTimestamp("updated").toInstant());
  }

  private static List<Edit> corrections(Study study, Map<Long, StoredPatient> known) {
    return Optional.ofNullable(known.get(study.owner().id()))
        .map(stored -> CurrentPatient.corrections(study.attributes(), stored.patient()))
        .orElse(List.of());
  }
}
