package vn.tia.bridge.web.qido;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vn.tia.dicom.data.AttributePath;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.data.Vr;
import vn.tia.records.studies.QueryLevel;

/// Which attributes an answer has (PS3.18 tables 10.6.3-3 to 10.6.3-5).
record QidoFields(QidoParameters parameters, Set<Tag> wanted) {

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

  static QidoFields of(QidoParameters parameters) {
    return new QidoFields(parameters, wanted(parameters));
  }

  /// Those of a match that are answered.
  Dataset pick(Dataset attributes) {
    return Dataset.of(attributes.elements()
        .filter(element -> element.isFromField() || !(element.value() instanceof Value.Bulk))
        .flatMap(element -> parameters.isAll() || wanted.contains(element.tag())
            ? Stream.of(element) : reduced(element, parameters.included()).stream())
        .toArray(Element[]::new));
  }

  /// What paths lead to below a sequence, empty where none leads through it.
  private static Optional<Element> reduced(Element element, Set<AttributePath> paths) {
    var below = paths.stream()
        .filter(path -> !path.steps().isEmpty()
            && path.steps().getFirst().sequence().equals(element.tag()))
        .map(path -> new AttributePath(
            path.steps().subList(1, path.steps().size()), path.tag()))
        .collect(Collectors.toSet());
    if (below.isEmpty() || element.vr() != Vr.SQ) {
      return Optional.empty();
    }
    var tags = tags(below);
    var items = element.items().stream()
        .map(item -> Dataset.of(item.elements()
            .flatMap(inner -> tags.contains(inner.tag())
                ? Stream.of(inner) : reduced(inner, below).stream())
            .toArray(Element[]::new)))
        .toList();
    return Optional.of(new Element(element.tag(), Vr.SQ, new Value.Sequence(items)));
  }

  /// The attributes that are asked for themselves.
  private static Set<Tag> tags(Set<AttributePath> paths) {
    return paths.stream().filter(path -> path.steps().isEmpty()).map(AttributePath::tag)
        .collect(Collectors.toSet());
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
    return Stream.of(usual, upper, tags(parameters.included()),
            parameters.query().keys().keySet())
        .flatMap(Set::stream)
        .collect(Collectors.toSet());
  }
}
