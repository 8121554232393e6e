package vn.tia.mapping.dicom;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;

/// Which attributes belong to a patient and study, and which to a series (PS3.3 sections C.2, C.7.1
/// to C.7.3 and C.7.5).
///
/// An instance repeats them all; they are taken from the first instance that arrives.
public final class Levels {

  public static final Set<Tag> PATIENT = Set.of(
      Tags.PATIENT_NAME, Tags.PATIENT_ID, Tags.ISSUER_OF_PATIENT_ID, Tags.TYPE_OF_PATIENT_ID,
      Tags.ISSUER_OF_PATIENT_ID_QUALIFIERS_SEQUENCE, Tags.PATIENT_BIRTH_DATE,
      Tags.PATIENT_BIRTH_TIME, Tags.PATIENT_SEX, Tags.OTHER_PATIENT_IDS_SEQUENCE,
      Tags.OTHER_PATIENT_NAMES, Tags.ETHNIC_GROUP, Tags.PATIENT_COMMENTS,
      Tags.PATIENT_SPECIES_DESCRIPTION, Tags.QUALITY_CONTROL_SUBJECT);

  public static final Set<Tag> STUDY = Set.of(
      Tags.STUDY_DATE, Tags.STUDY_TIME, Tags.ACCESSION_NUMBER,
      Tags.ISSUER_OF_ACCESSION_NUMBER_SEQUENCE, Tags.REFERRING_PHYSICIAN_NAME,
      Tags.REFERRING_PHYSICIAN_IDENTIFICATION_SEQUENCE, Tags.TIMEZONE_OFFSET_FROM_UTC,
      Tags.STUDY_DESCRIPTION, Tags.PROCEDURE_CODE_SEQUENCE, Tags.PHYSICIANS_OF_RECORD,
      Tags.NAME_OF_PHYSICIANS_READING_STUDY, Tags.ADMITTING_DIAGNOSES_DESCRIPTION,
      Tags.REFERENCED_STUDY_SEQUENCE, Tags.PATIENT_AGE, Tags.PATIENT_SIZE, Tags.PATIENT_WEIGHT,
      Tags.OCCUPATION, Tags.ADDITIONAL_PATIENT_HISTORY, Tags.STUDY_INSTANCE_UID, Tags.STUDY_ID,
      Tags.REQUESTING_SERVICE, Tags.REASON_FOR_THE_REQUESTED_PROCEDURE);

  public static final Set<Tag> SERIES = Set.of(
      Tags.MODALITY, Tags.SERIES_DATE, Tags.SERIES_TIME, Tags.MANUFACTURER, Tags.INSTITUTION_NAME,
      Tags.INSTITUTION_ADDRESS, Tags.STATION_NAME, Tags.SERIES_DESCRIPTION,
      Tags.SERIES_DESCRIPTION_CODE_SEQUENCE, Tags.INSTITUTIONAL_DEPARTMENT_NAME,
      Tags.PERFORMING_PHYSICIAN_NAME, Tags.OPERATORS_NAME, Tags.MANUFACTURER_MODEL_NAME,
      Tags.REFERENCED_PERFORMED_PROCEDURE_STEP_SEQUENCE, Tags.ANATOMIC_REGION_SEQUENCE,
      Tags.BODY_PART_EXAMINED, Tags.DEVICE_SERIAL_NUMBER, Tags.SOFTWARE_VERSIONS,
      Tags.PROTOCOL_NAME, Tags.PATIENT_POSITION, Tags.SERIES_INSTANCE_UID, Tags.SERIES_NUMBER,
      Tags.LATERALITY, Tags.FRAME_OF_REFERENCE_UID, Tags.POSITION_REFERENCE_INDICATOR,
      Tags.PERFORMED_PROCEDURE_STEP_START_DATE, Tags.PERFORMED_PROCEDURE_STEP_START_TIME,
      Tags.PERFORMED_PROCEDURE_STEP_END_DATE, Tags.PERFORMED_PROCEDURE_STEP_END_TIME,
      Tags.PERFORMED_PROCEDURE_STEP_ID, Tags.PERFORMED_PROCEDURE_STEP_DESCRIPTION,
      Tags.REQUEST_ATTRIBUTES_SEQUENCE);

  /// Longest line kept: DICOM's own limit is 64 characters, a PN has three times that.
  private static final int TEXT_CHARS_MAX = 250;

  private Levels() {}

  /// The elements of a data set whose tags are in any of the sets, and the character set with them.
  @SafeVarargs
  public static Dataset pick(Dataset dataset, Set<Tag>... levels) {
    return Dataset.of(dataset.elements()
        .filter(element -> element.tag().equals(Tags.SPECIFIC_CHARACTER_SET)
            || Stream.of(levels).anyMatch(level -> level.contains(element.tag())))
        .toArray(Element[]::new));
  }

  /// The first value as text that can be kept and indexed: without NUL, which no database takes,
  /// and cut where a sender writes pages into a line.
  static Optional<String> text(Dataset dataset, Tag tag) {
    return dataset.string(tag).map(value -> value.replace("\0", "").strip())
        .map(value -> value.length() <= TEXT_CHARS_MAX
            ? value : value.substring(0, value.offsetByCodePoints(0, TEXT_CHARS_MAX / 2)))
        .filter(value -> !value.isEmpty());
  }

  /// The first value of the first tag that has one.
  static Optional<String> first(Dataset dataset, Tag... tags) {
    return Stream.of(tags).flatMap(tag -> text(dataset, tag).stream()).findFirst();
  }

  /// The items of a code sequence that have a value and a scheme.
  static List<Dataset> codes(Dataset dataset, Tag sequence) {
    return dataset.items(sequence).stream()
        .filter(item -> item.string(Tags.CODE_VALUE).isPresent())
        .filter(item -> item.string(Tags.CODING_SCHEME_DESIGNATOR).isPresent())
        .toList();
  }
}
