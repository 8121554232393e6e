package vn.tia.bridge.web.qido;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Value;
import vn.tia.records.studies.QueryLevel;

/// Which attributes an answer has (PS3.18 tables 10.6.3-3 to 10.6.3-5).
final class QidoFields {

  private static final Set<Tag> STUDY = Set.of(
      Tags.STUDY_DATE, Tags.STUDY_TIME, Tags.ACCESSION_NUMBER, Tags.INSTANCE_AVAILABILITY,
      Tags.MODALITIES_IN_STUDY, Tags.REFERRING_PHYSICIAN_NAME, Tags.TIMEZONE_OFFSET_FROM_UTC,
      Tags.RETRIEVE_URL, Tags.PATIENT_NAME, Tags.PATIENT_ID, Tags.PATIENT_BIRTH_DATE,
      Tags.PATIENT_SEX, Tags.STUDY_INSTANCE_UID, Tags.STUDY_ID, Tags.STUDY_DESCRIPTION,
      Tags.NUMBER_OF_STUDY_RELATED_SERIES, Tags.NUMBER_OF_STUDY_RELATED_INSTANCES);

  private static final Set<Tag> SERIES = Set.of(
      Tags.MODALITY, Tags.TIMEZONE_OFFSET_FROM_UTC, Tags.SERIES_DESCRIPTION, Tags.RETRIEVE_URL,
      Tags.STUDY_INSTANCE_UID, Tags.SERIES_INSTANCE_UID, Tags.SERIES_NUMBER,
      Tags.NUMBER_OF_SERIES_RELATED_INSTANCES, Tags.PERFORMED_PROCEDURE_STEP_START_DATE,
      Tags.PERFORMED_PROCEDURE_STEP_START_TIME, Tags.REQUEST_ATTRIBUTES_SEQUENCE,
      Tags.BODY_PART_EXAMINED);

  private static final Set<Tag> INSTANCE = Set.of(
      Tags.SOP_CLASS_UID, Tags.SOP_INSTANCE_UID, Tags.INSTANCE_AVAILABILITY,
      Tags.TIMEZONE_OFFSET_FROM_UTC, Tags.RETRIEVE_URL, Tags.STUDY_INSTANCE_UID,
      Tags.SERIES_INSTANCE_UID, Tags.INSTANCE_NUMBER, Tags.ROWS, Tags.COLUMNS,
      Tags.BITS_ALLOCATED, Tags.NUMBER_OF_FRAMES, Tags.AVAILABLE_TRANSFER_SYNTAX_UID);

  private QidoFields() {}

  /// The attributes that a search for these parameters answers.
  static Dataset pick(Dataset attributes, QidoParameters parameters) {
    var wanted = wanted(parameters);
    return Dataset.of(attributes.elements()
        .filter(element -> parameters.isAll() || wanted.contains(element.tag()))
        .filter(element -> !(element.value() instanceof Value.Bulk))
        .toArray(Element[]::new));
  }

  /// A relational search answers also what would stand in the path.
  private static Set<Tag> wanted(QidoParameters parameters) {
    var usual = switch (parameters.query().level()) {
      case STUDY -> STUDY;
      case SERIES -> SERIES;
      case INSTANCE -> INSTANCE;
    };
    var upper = parameters.query().level() == QueryLevel.INSTANCE ? Set.of(Tags.MODALITY)
        : Set.<Tag>of();
    return Stream.of(usual, upper, parameters.included(), parameters.query().keys().keySet())
        .flatMap(Set::stream)
        .collect(Collectors.toSet());
  }
}
