package vn.tia.records.studies;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import vn.tia.dicom.data.AttributePath;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;

/// Where a matching key is found: the level that has it, its column, and how its value is compared.
///
/// @param column with its table: `t` the study, `s` the series, `i` the instance; of what is
///     nested, the beginning of the condition
record QueryKey(QueryLevel level, String column, Kind kind) {

  /// How a value is compared.
  enum Kind {
    /// A list of UIDs.
    UID,
    /// Text as it is, with wildcards.
    CODE,
    /// The same, where few rows have one value.
    NUMBER_OF_ONE,
    /// Text without accents and case, with wildcards.
    FOLDED,
    /// The words of a person name.
    NAME,
    /// A date or a range of dates.
    DATE,
    /// The date by which studies are listed, or a range.
    STUDY_DATE,
    /// A time or a range of times.
    TIME,
    /// A whole number.
    NUMBER,
    /// One of several texts that the row holds.
    ANY_OF,
    /// One of several texts, with wildcards, from the items of a request.
    REQUEST,
    /// A value within a sequence.
    NESTED,
    /// The words of the patient's name.
    PATIENT_NAME,
    /// One of the patient's identifiers.
    PATIENT_ID,
    /// The patient's date of birth, perhaps only a year.
    PATIENT_BIRTH_DATE,
    /// The patient's sex.
    PATIENT_SEX
  }

  private static final Map<Tag, QueryKey> KEYS = keys();

  /// The key that a tag is, empty where nothing is matched by it.
  static Optional<QueryKey> of(Tag tag) {
    return Optional.ofNullable(KEYS.get(tag));
  }

  /// The key that an attribute within a sequence is.
  static Optional<QueryKey> nested(AttributePath path) {
    var isRequest = path.steps().size() == 1
        && path.steps().getFirst().sequence().equals(Tags.REQUEST_ATTRIBUTES_SEQUENCE);
    return (isRequest ? request(path.tag()) : Optional.<QueryKey>empty())
        .or(() -> NestedKeys.level(path).map(level -> switch (level) {
          case STUDY -> new QueryKey(level, "t.id IN (SELECT study_id FROM study_key", Kind.NESTED);
          case SERIES ->
              new QueryKey(level, "s.id IN (SELECT series_id FROM series_key", Kind.NESTED);
          case INSTANCE ->
              new QueryKey(level, "i.id IN (SELECT instance_id FROM instance_key", Kind.NESTED);
        }));
  }

  /// Whether what stands under a tag within the items of a way has a column of its own.
  static boolean hasColumn(String way, Tag tag) {
    return way.equals(Tags.REQUEST_ATTRIBUTES_SEQUENCE.digits() + ".") && request(tag).isPresent();
  }

  private static Optional<QueryKey> request(Tag tag) {
    if (tag.equals(Tags.ACCESSION_NUMBER)) {
      return Optional.of(requestKey("s.request_accessions"));
    }
    if (tag.equals(Tags.REQUESTED_PROCEDURE_ID)) {
      return Optional.of(requestKey("s.request_procedures"));
    }
    return tag.equals(Tags.SCHEDULED_PROCEDURE_STEP_ID)
        ? Optional.of(requestKey("s.request_steps")) : Optional.empty();
  }

  private static QueryKey requestKey(String column) {
    return new QueryKey(QueryLevel.SERIES, column, Kind.REQUEST);
  }

  private static Map<Tag, QueryKey> keys() {
    Map<Tag, QueryKey> keys = new LinkedHashMap<>();
    study(keys);
    series(keys);
    instance(keys);
    return Collections.unmodifiableMap(keys);
  }

  private static void study(Map<Tag, QueryKey> keys) {
    var level = QueryLevel.STUDY;
    keys.put(Tags.STUDY_INSTANCE_UID, new QueryKey(level, "t.study_instance_uid", Kind.UID));
    keys.put(Tags.STUDY_ID, new QueryKey(level, "t.study_id", Kind.NUMBER_OF_ONE));
    keys.put(Tags.ACCESSION_NUMBER, new QueryKey(level, "t.accession_number", Kind.NUMBER_OF_ONE));
    keys.put(Tags.STUDY_DATE, new QueryKey(level, "t.study_date", Kind.STUDY_DATE));
    keys.put(Tags.STUDY_TIME, new QueryKey(level, "t.study_time", Kind.TIME));
    keys.put(Tags.STUDY_DESCRIPTION, new QueryKey(level, "t.description_key", Kind.FOLDED));
    keys.put(Tags.REFERRING_PHYSICIAN_NAME, new QueryKey(level, "t.referrer_key", Kind.NAME));
    keys.put(Tags.MODALITIES_IN_STUDY, new QueryKey(level, "t.modalities", Kind.ANY_OF));
    keys.put(Tags.SOP_CLASSES_IN_STUDY, new QueryKey(level, "t.sop_classes", Kind.ANY_OF));
    keys.put(Tags.PATIENT_NAME, new QueryKey(level, "t.patient_id", Kind.PATIENT_NAME));
    keys.put(Tags.PATIENT_ID, new QueryKey(level, "t.patient_id", Kind.PATIENT_ID));
    keys.put(Tags.PATIENT_BIRTH_DATE,
        new QueryKey(level, "t.patient_id", Kind.PATIENT_BIRTH_DATE));
    keys.put(Tags.PATIENT_SEX, new QueryKey(level, "t.patient_id", Kind.PATIENT_SEX));
  }

  private static void series(Map<Tag, QueryKey> keys) {
    var level = QueryLevel.SERIES;
    keys.put(Tags.SERIES_INSTANCE_UID, new QueryKey(level, "s.series_instance_uid", Kind.UID));
    keys.put(Tags.MODALITY, new QueryKey(level, "s.modality", Kind.CODE));
    keys.put(Tags.SERIES_NUMBER, new QueryKey(level, "s.series_number", Kind.NUMBER));
    keys.put(Tags.SERIES_DESCRIPTION, new QueryKey(level, "s.description_key", Kind.FOLDED));
    keys.put(Tags.BODY_PART_EXAMINED, new QueryKey(level, "s.body_part", Kind.CODE));
    keys.put(Tags.INSTITUTION_NAME, new QueryKey(level, "s.institution_key", Kind.FOLDED));
    keys.put(Tags.INSTITUTIONAL_DEPARTMENT_NAME,
        new QueryKey(level, "s.department_key", Kind.FOLDED));
    keys.put(Tags.STATION_NAME, new QueryKey(level, "s.station_name", Kind.CODE));
    keys.put(Tags.PERFORMING_PHYSICIAN_NAME, new QueryKey(level, "s.performer_key", Kind.NAME));
    keys.put(Tags.PERFORMED_PROCEDURE_STEP_START_DATE,
        new QueryKey(level, "s.performed_date", Kind.DATE));
  }

  private static void instance(Map<Tag, QueryKey> keys) {
    var level = QueryLevel.INSTANCE;
    keys.put(Tags.SOP_INSTANCE_UID, new QueryKey(level, "i.sop_instance_uid", Kind.UID));
    keys.put(Tags.SOP_CLASS_UID, new QueryKey(level, "i.sop_class_uid", Kind.UID));
    keys.put(Tags.INSTANCE_NUMBER, new QueryKey(level, "i.instance_number", Kind.NUMBER));
    keys.put(Tags.ROWS, new QueryKey(level, "i.image_rows", Kind.NUMBER));
    keys.put(Tags.COLUMNS, new QueryKey(level, "i.image_columns", Kind.NUMBER));
    keys.put(Tags.NUMBER_OF_FRAMES, new QueryKey(level, "i.frames", Kind.NUMBER));
  }
}
