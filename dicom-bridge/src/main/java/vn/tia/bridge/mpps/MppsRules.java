package vn.tia.bridge.mpps;

import java.util.List;
import java.util.Optional;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.net.Status;
import vn.tia.records.performed.PerformedStatus;

/// What PS3.4 table F.7.2-1 demands of the attributes of a performed step.
///
/// Only what must have a value (type 1) is demanded: modalities in the field leave out empty
/// attributes (type 2), and refusing them would lose the exam's progress, not gain an attribute.
final class MppsRules {
  private static final List<Tag> FOR_CREATE = List.of(
      Tags.MODALITY,
      Tags.PERFORMED_STATION_AE_TITLE,
      Tags.PERFORMED_PROCEDURE_STEP_START_DATE,
      Tags.PERFORMED_PROCEDURE_STEP_START_TIME,
      Tags.PERFORMED_PROCEDURE_STEP_STATUS,
      Tags.PERFORMED_PROCEDURE_STEP_ID,
      Tags.SCHEDULED_STEP_ATTRIBUTES_SEQUENCE);

  private static final List<Tag> FOR_END = List.of(
      Tags.PERFORMED_PROCEDURE_STEP_END_DATE, Tags.PERFORMED_PROCEDURE_STEP_END_TIME);

  private MppsRules() {}

  /// Why a step can't be created from these attributes; empty where it can.
  static Optional<Status> refuseCreate(Dataset attributes) {
    return missing(attributes, FOR_CREATE)
        .or(() -> attributes.items(Tags.SCHEDULED_STEP_ATTRIBUTES_SEQUENCE).stream()
            .flatMap(item -> missing(item, List.of(Tags.STUDY_INSTANCE_UID)).stream())
            .findFirst())
        .or(() -> attributes.string(Tags.PERFORMED_PROCEDURE_STEP_STATUS)
            .filter(term -> !term.equals(PerformedStatus.IN_PROGRESS.term()))
            .map(_ -> Status.INVALID_ATTRIBUTE_VALUE
                .withComment("a step is created IN PROGRESS")
                .withOffending(Tags.PERFORMED_PROCEDURE_STEP_STATUS)));
  }

  /// Why a step can't be changed by these attributes, whatever it is now; empty where it can.
  static Optional<Status> refuseSet(Dataset modifications) {
    var term = modifications.string(Tags.PERFORMED_PROCEDURE_STEP_STATUS);
    return term.filter(one -> PerformedStatus.of(one).isEmpty())
        .map(_ -> Status.INVALID_ATTRIBUTE_VALUE
            .withComment("the status is none of the three defined")
            .withOffending(Tags.PERFORMED_PROCEDURE_STEP_STATUS));
  }

  /// Why a step with these attributes can't end; empty where it can, or doesn't end yet.
  static Optional<Status> refuseEnd(Dataset known, Dataset modifications) {
    var after = known.toBuilder().putAll(modifications).build();
    return after.string(Tags.PERFORMED_PROCEDURE_STEP_STATUS).flatMap(PerformedStatus::of)
        .flatMap(status -> switch (status) {
          case IN_PROGRESS -> Optional.empty();
          case DISCONTINUED -> missing(after, FOR_END);
          case COMPLETED -> missing(after, FOR_END)
              .or(() -> missing(after, List.of(Tags.PERFORMED_SERIES_SEQUENCE)));
        });
  }

  private static Optional<Status> missing(Dataset attributes, List<Tag> tags) {
    var absent = tags.stream().filter(tag -> !attributes.contains(tag)).toArray(Tag[]::new);
    if (absent.length > 0) {
      return Optional.of(Status.MISSING_ATTRIBUTE.withOffending(absent));
    }
    var empty = tags.stream()
        .filter(tag -> attributes.get(tag).filter(one -> !one.isEmpty()).isEmpty())
        .toArray(Tag[]::new);
    return empty.length > 0
        ? Optional.of(Status.MISSING_ATTRIBUTE_VALUE.withOffending(empty))
        : Optional.empty();
  }
}
