package vn.tia.bridge.remote;

import java.util.List;
import java.util.Map;
import vn.tia.bridge.query.Level;
import vn.tia.bridge.query.StationCharacterSet;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Dictionary;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.data.Vr;
import vn.tia.records.studies.QueryLevel;
import vn.tia.records.studies.StudyQuery;

/// A question to other archives, as the identifier of a C-FIND.
///
/// @param identifier keys with and without values; those without are answered
public record RemoteQuestion(Level level, Dataset identifier, int limit) {

  private static final List<Tag> STUDY = List.of(Tags.STUDY_INSTANCE_UID, Tags.STUDY_DATE,
      Tags.STUDY_TIME, Tags.STUDY_ID, Tags.STUDY_DESCRIPTION, Tags.ACCESSION_NUMBER,
      Tags.REFERRING_PHYSICIAN_NAME, Tags.MODALITIES_IN_STUDY, Tags.PATIENT_NAME, Tags.PATIENT_ID,
      Tags.ISSUER_OF_PATIENT_ID, Tags.PATIENT_BIRTH_DATE, Tags.PATIENT_SEX,
      Tags.NUMBER_OF_STUDY_RELATED_SERIES, Tags.NUMBER_OF_STUDY_RELATED_INSTANCES);
  private static final List<Tag> SERIES = List.of(Tags.SERIES_INSTANCE_UID, Tags.MODALITY,
      Tags.SERIES_NUMBER, Tags.SERIES_DESCRIPTION, Tags.BODY_PART_EXAMINED,
      Tags.NUMBER_OF_SERIES_RELATED_INSTANCES);
  private static final List<Tag> INSTANCE = List.of(Tags.SOP_INSTANCE_UID, Tags.SOP_CLASS_UID,
      Tags.INSTANCE_NUMBER, Tags.ROWS, Tags.COLUMNS, Tags.NUMBER_OF_FRAMES);

  public RemoteQuestion {
    var keys = Dataset.builder();
    identifier.elements()
        .filter(key -> key.tag().element() != 0)
        .filter(key -> !key.tag().equals(Tags.SPECIFIC_CHARACTER_SET))
        .forEach(keys::put);
    if (level != Level.PATIENT && identifier.get(Tags.STUDY_INSTANCE_UID).isEmpty()) {
      // By it is seen which of the studies are here already.
      keys.put(empty(Tags.STUDY_INSTANCE_UID));
    }
    keys.put(Tags.QUERY_RETRIEVE_LEVEL, level.name());
    identifier = StationCharacterSet.UTF_8.of(keys.build());
  }

  /// A question for one study.
  public static RemoteQuestion forStudy(String studyUid) {
    return of(QueryLevel.STUDY, Map.of(Tags.STUDY_INSTANCE_UID, studyUid), 2);
  }

  /// The same question as a query of the records.
  public static RemoteQuestion of(StudyQuery query, int limit) {
    return of(query.level(), query.keys(), limit);
  }

  /// A question for what has these values.
  public static RemoteQuestion of(QueryLevel listed, Map<Tag, String> values, int limit) {
    var keys = Dataset.builder();
    STUDY.forEach(tag -> keys.put(empty(tag)));
    if (listed != QueryLevel.STUDY) {
      SERIES.forEach(tag -> keys.put(empty(tag)));
    }
    if (listed == QueryLevel.INSTANCE) {
      INSTANCE.forEach(tag -> keys.put(empty(tag)));
    }
    values.forEach((tag, value) -> keys.put(tag, value(tag, value).split("\\\\", -1)));
    var level = switch (listed) {
      case STUDY -> Level.STUDY;
      case SERIES -> Level.SERIES;
      case INSTANCE -> Level.IMAGE;
    };
    return new RemoteQuestion(level, keys.build(), limit);
  }

  /// Names match here by their words; the nearest that others know is the beginning.
  private static String value(Tag tag, String value) {
    return vr(tag) == Vr.PN && !value.endsWith("*") ? value.strip() + "*" : value;
  }

  private static Element empty(Tag tag) {
    return new Element(tag, vr(tag), Value.EMPTY);
  }

  private static Vr vr(Tag tag) {
    return Dictionary.vrOf(tag);
  }
}
