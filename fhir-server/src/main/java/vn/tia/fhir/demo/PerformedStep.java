package vn.tia.fhir.demo;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Uid;
import vn.tia.dicom.data.Uids;

/// What a modality says of a procedure step that it performs (MPPS, PS3.4 annex F).
final class PerformedStep {
  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyyMMdd");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss");

  private PerformedStep() {}

  /// The step in progress: what N-CREATE carries (PS3.4 table F.7.2-1).
  static Dataset beginning(Dataset item, String aeTitle) {
    var step = item.items(Tags.SCHEDULED_PROCEDURE_STEP_SEQUENCE).getFirst();
    var scheduled = Dataset.builder();
    for (Tag tag : List.of(
        Tags.STUDY_INSTANCE_UID, Tags.ACCESSION_NUMBER, Tags.REQUESTED_PROCEDURE_ID,
        Tags.REQUESTED_PROCEDURE_DESCRIPTION)) {
      item.get(tag).ifPresentOrElse(scheduled::put, () -> scheduled.putEmpty(tag));
    }
    for (Tag tag : List.of(
        Tags.SCHEDULED_PROCEDURE_STEP_ID, Tags.SCHEDULED_PROCEDURE_STEP_DESCRIPTION)) {
      step.get(tag).ifPresentOrElse(scheduled::put, () -> scheduled.putEmpty(tag));
    }
    scheduled.putEmpty(Tags.REFERENCED_STUDY_SEQUENCE);
    scheduled.putEmpty(Tags.SCHEDULED_PROTOCOL_CODE_SEQUENCE);
    var now = LocalDateTime.now(DemoOrder.ZONE);
    var performed =
        Dataset.builder()
            .put(Tags.SPECIFIC_CHARACTER_SET, "ISO_IR 192")
            .putItems(Tags.SCHEDULED_STEP_ATTRIBUTES_SEQUENCE, List.of(scheduled.build()))
            .put(Tags.PERFORMED_PROCEDURE_STEP_ID, "PPS1")
            .put(Tags.PERFORMED_STATION_AE_TITLE, aeTitle)
            .put(Tags.PERFORMED_PROCEDURE_STEP_START_DATE, DATE.format(now))
            .put(Tags.PERFORMED_PROCEDURE_STEP_START_TIME, TIME.format(now))
            .put(Tags.PERFORMED_PROCEDURE_STEP_STATUS, "IN PROGRESS")
            .put(Tags.MODALITY, "CT");
    for (Tag tag : List.of(Tags.PATIENT_NAME, Tags.PATIENT_ID, Tags.PATIENT_BIRTH_DATE,
        Tags.PATIENT_SEX)) {
      item.get(tag).ifPresentOrElse(performed::put, () -> performed.putEmpty(tag));
    }
    for (Tag tag : List.of(
        Tags.REFERENCED_PATIENT_SEQUENCE, Tags.PERFORMED_STATION_NAME, Tags.PERFORMED_LOCATION,
        Tags.PERFORMED_PROCEDURE_STEP_DESCRIPTION, Tags.PERFORMED_PROCEDURE_TYPE_DESCRIPTION,
        Tags.PROCEDURE_CODE_SEQUENCE, Tags.PERFORMED_PROCEDURE_STEP_END_DATE,
        Tags.PERFORMED_PROCEDURE_STEP_END_TIME, Tags.STUDY_ID,
        Tags.PERFORMED_PROTOCOL_CODE_SEQUENCE, Tags.PERFORMED_SERIES_SEQUENCE)) {
      performed.putEmpty(tag);
    }
    return performed.build();
  }

  /// The step completed, with the images made: what N-SET carries.
  static Dataset completion(Uid series, List<Dataset> images) {
    var now = LocalDateTime.now(DemoOrder.ZONE);
    var references =
        images.stream()
            .map(image -> Dataset.builder()
                .put(Tags.REFERENCED_SOP_CLASS_UID, Uids.CT_IMAGE_STORAGE.value())
                .put(Tags.REFERENCED_SOP_INSTANCE_UID,
                    image.string(Tags.SOP_INSTANCE_UID).orElseThrow())
                .build())
            .toList();
    var performedSeries =
        Dataset.builder()
            .put(Tags.SERIES_INSTANCE_UID, series.value())
            .put(Tags.PROTOCOL_NAME, "CHEST")
            .put(Tags.SERIES_DESCRIPTION, "CHEST 5.0")
            .putEmpty(Tags.RETRIEVE_AE_TITLE)
            .putEmpty(Tags.OPERATORS_NAME)
            .putEmpty(Tags.PERFORMING_PHYSICIAN_NAME)
            .putItems(Tags.REFERENCED_IMAGE_SEQUENCE, references)
            .putEmpty(Tags.REFERENCED_NON_IMAGE_COMPOSITE_SOP_INSTANCE_SEQUENCE)
            .build();
    return Dataset.builder()
        .put(Tags.PERFORMED_PROCEDURE_STEP_STATUS, "COMPLETED")
        .put(Tags.PERFORMED_PROCEDURE_STEP_END_DATE, DATE.format(now))
        .put(Tags.PERFORMED_PROCEDURE_STEP_END_TIME, TIME.format(now))
        .putItems(Tags.PERFORMED_SERIES_SEQUENCE, List.of(performedSeries))
        .build();
  }
}
