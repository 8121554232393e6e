package vn.tia.records.studies;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.DatasetBuilder;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.mapping.exam.PartialDate;
import vn.tia.mapping.exam.Patient;
import vn.tia.mapping.exam.PatientIdentifier;
import vn.tia.mapping.exam.Sex;
import vn.tia.mapping.names.NameKey;
import vn.tia.mapping.names.PersonNames;
import vn.tia.records.access.Access;
import vn.tia.records.database.Database;
import vn.tia.records.patients.Patients;
import vn.tia.records.patients.StoredPatient;

/// Answers queries for studies, series and instances, newest study first.
///
/// Every answer is bounded by the query's limit, and every supported key has an index; no total is
/// ever counted.
public final class StudySearch {

  private final Database database;
  private final Patients patients;

  public StudySearch(Database database, Patients patients) {
    this.database = database;
    this.patients = patients;
  }

  private record Row(long patientId, Found found) {}

  /// What matches, as far as the caller may see it.
  ///
  /// @throws InvalidKeyException if a value is none for its key
  public List<Found> find(StudyQuery query, Access access) {
    var conditions = Conditions.of(query);
    var rows = database.jdbc().sql(select(query.level()) + conditions.sql()
            + order(query.level()) + " LIMIT :limit OFFSET :offset")
        .param("facilities", access.array())
        .param("limit", query.limit())
        .param("offset", query.offset())
        .params(conditions.parameters())
        .query((row, _) -> row(row, query.level()))
        .list();
    var known = patients.byIds(rows.stream().map(Row::patientId).distinct().toList());
    return rows.stream().map(row -> withPatient(row, known)).toList();
  }

  /// The keys of a query that nothing is matched by: they are passed over.
  public List<Tag> unmatched(StudyQuery query) {
    return query.keys().keySet().stream().filter(tag -> QueryKey.of(tag).isEmpty()).toList();
  }

  private static String select(QueryLevel level) {
    return switch (level) {
      case STUDY -> "SELECT t.* FROM study t WHERE t.facility_id = ANY (:facilities)";
      case SERIES -> """
          SELECT t.*, s.series_instance_uid, s.attributes AS series_attributes,
            s.instance_count AS series_instances
          FROM study t JOIN series s ON s.study_id = t.id
          WHERE t.facility_id = ANY (:facilities)""";
      case INSTANCE -> """
          SELECT t.*, s.series_instance_uid, s.attributes AS series_attributes,
            s.instance_count AS series_instances, i.sop_instance_uid, i.header, i.bulk,
            i.transfer_syntax_uid
          FROM study t JOIN series s ON s.study_id = t.id JOIN instance i ON i.series_id = s.id
          WHERE t.facility_id = ANY (:facilities)""";
    };
  }

  private static String order(QueryLevel level) {
    var study = " ORDER BY t.sort_date DESC, t.id DESC";
    return switch (level) {
      case STUDY -> study;
      case SERIES -> study + ", s.series_number, s.id";
      case INSTANCE -> study + ", s.series_number, s.id, i.instance_number, i.id";
    };
  }

  private static Row row(ResultSet row, QueryLevel level) throws SQLException {
    var attributes = Encoded.fromPlain(row.getBytes("attributes")).toBuilder()
        .put(Tags.MODALITIES_IN_STUDY, strings(row, "modalities"))
        .put(Tags.SOP_CLASSES_IN_STUDY, strings(row, "sop_classes"))
        .put(Tags.NUMBER_OF_STUDY_RELATED_SERIES, row.getInt("series_count"))
        .put(Tags.NUMBER_OF_STUDY_RELATED_INSTANCES, row.getInt("instance_count"))
        .put(Tags.INSTANCE_AVAILABILITY, "ONLINE");
    var study = row.getString("study_instance_uid");
    var path = switch (level) {
      case STUDY -> InstancePath.study(study);
      case SERIES -> InstancePath.series(study, row.getString("series_instance_uid"));
      case INSTANCE -> InstancePath.instance(
          study, row.getString("series_instance_uid"), row.getString("sop_instance_uid"));
    };
    if (level != QueryLevel.STUDY) {
      attributes.putAll(Encoded.fromPlain(row.getBytes("series_attributes")))
          .put(Tags.NUMBER_OF_SERIES_RELATED_INSTANCES, row.getInt("series_instances"));
    }
    if (level == QueryLevel.INSTANCE) {
      attributes.putAll(
              InstanceHeader.decode(row.getBytes("header"), row.getString("bulk")).dataset())
          .put(Tags.AVAILABLE_TRANSFER_SYNTAX_UID, row.getString("transfer_syntax_uid"));
    }
    return new Row(row.getLong("patient_id"), new Found(path, attributes.build()));
  }

  private static String[] strings(ResultSet row, String column) throws SQLException {
    return (String[]) row.getArray(column).getArray();
  }

  /// The patient as the records know them now: a HIS may have corrected what the images say.
  private static Found withPatient(Row row, Map<Long, StoredPatient> known) {
    var found = row.found();
    var stored = known.get(row.patientId());
    if (stored == null) {
      return found;
    }
    var attributes = found.attributes().toBuilder();
    name(found.attributes(), stored.patient(), attributes);
    var patient = stored.patient();
    patient.birthDate().flatMap(PartialDate::date).ifPresent(date -> attributes.put(
        Tags.PATIENT_BIRTH_DATE, date.toString().replace("-", "")));
    sex(patient.sex()).ifPresent(code -> attributes.put(Tags.PATIENT_SEX, code));
    number(found.attributes(), patient)
        .ifPresent(id -> attributes.put(Tags.PATIENT_ID, id.value()));
    return new Found(found.path(), attributes.build());
  }

  /// The code of PS3.3 C.7.1.1; what the records don't know stays as the image says.
  private static Optional<String> sex(Sex sex) {
    return switch (sex) {
      case MALE -> Optional.of("M");
      case FEMALE -> Optional.of("F");
      case OTHER -> Optional.of("O");
      case UNKNOWN -> Optional.empty();
    };
  }

  /// The number to answer with instead of the sent one: that was replaced, or there was none.
  private static Optional<PatientIdentifier> number(Dataset sent, Patient patient) {
    var said = sent.string(Tags.PATIENT_ID);
    var isCurrent = patient.identifiers().stream()
        .anyMatch(one -> said.filter(one.value()::equals).isPresent());
    return isCurrent ? Optional.empty() : patient.mainIdentifier();
  }

  /// The sent name stays where it is the same name: it may have an ideographic writing besides.
  private static void name(Dataset sent, Patient patient, DatasetBuilder attributes) {
    var known = PersonNames.toPn(patient.name());
    var said = sent.string(Tags.PATIENT_NAME).orElse("");
    var isMultiple = said.contains("=");
    var isSame = NameKey.of(PersonNames.toHumanName(said).text())
        .equals(NameKey.of(patient.name().text()));
    if (!known.isEmpty() && !(isSame && isMultiple)) {
      attributes.put(Tags.PATIENT_NAME, known);
    }
  }
}
