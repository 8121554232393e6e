package vn.tia.fhir.demo;

import java.io.IOException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Uid;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.image.phantom.CtPhantom;
import vn.tia.dicom.io.DatasetWriter;
import vn.tia.dicom.net.Association;
import vn.tia.dicom.net.ClientSettings;
import vn.tia.dicom.net.Instance;
import vn.tia.dicom.net.Matches;
import vn.tia.dicom.net.NResponse;
import vn.tia.dicom.net.Status;

/// A CT in small: asks its worklist, reports what it performs, and sends its images.
final class ModalityStandIn {
  /// What a C-STORE of a whole series came to.
  record Sent(int instances, long bytes, Status lastStatus) {}

  private static final String WORKLIST = Uids.MODALITY_WORKLIST_INFORMATION_MODEL_FIND.value();
  private static final String MPPS = Uids.MODALITY_PERFORMED_PROCEDURE_STEP.value();
  private static final String CT = Uids.CT_IMAGE_STORAGE.value();
  private static final String EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid().value();
  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyyMMdd");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss");

  private final Doors doors;
  private final String aeTitle;

  ModalityStandIn(Doors doors, String aeTitle) {
    this.doors = doors;
    this.aeTitle = aeTitle;
  }

  /// The steps scheduled for this station, as the modality's console shows them.
  List<Dataset> worklist() throws IOException {
    try (var association = open(WORKLIST);
        Matches matches = association.find(WORKLIST, worklistKeys())) {
      return matches.all();
    }
  }

  /// Says that the step has begun (N-CREATE).
  NResponse begin(Dataset item, Uid performed) throws IOException {
    try (var association = open(MPPS)) {
      return association.create(MPPS, performed.value(), PerformedStep.beginning(item, aeTitle));
    }
  }

  /// Says that the step is completed with these images (N-SET).
  NResponse complete(Uid performed, Uid series, List<Dataset> images) throws IOException {
    try (var association = open(MPPS)) {
      return association.set(MPPS, performed.value(), PerformedStep.completion(series, images));
    }
  }

  /// The images that the CT makes of the step: a phantom with what the worklist says.
  List<Dataset> scan(Dataset item, Uid series) {
    var now = LocalDateTime.now(DemoOrder.ZONE);
    var exam = Dataset.builder();
    exam.put(Tags.SPECIFIC_CHARACTER_SET, "ISO_IR 192");
    for (Tag tag : List.of(
        Tags.PATIENT_NAME, Tags.PATIENT_ID, Tags.ISSUER_OF_PATIENT_ID, Tags.PATIENT_BIRTH_DATE,
        Tags.PATIENT_SEX, Tags.STUDY_INSTANCE_UID, Tags.ACCESSION_NUMBER,
        Tags.REFERRING_PHYSICIAN_NAME)) {
      item.get(tag).ifPresent(exam::put);
    }
    item.string(Tags.REQUESTED_PROCEDURE_DESCRIPTION)
        .ifPresent(text -> exam.put(Tags.STUDY_DESCRIPTION, text));
    exam.put(Tags.STUDY_DATE, DATE.format(now)).put(Tags.STUDY_TIME, TIME.format(now));
    return CtPhantom.of(CtPhantom.Settings.DEFAULT).slices(exam.build(), series).toList();
  }

  /// Sends the images one after the other on one association (C-STORE).
  Sent send(List<Dataset> images) throws IOException {
    long bytes = 0;
    var status = Status.SUCCESS;
    try (var association = open(CT)) {
      for (var image : images) {
        var encoded = DatasetWriter.toBytes(image, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        var uid = image.string(Tags.SOP_INSTANCE_UID).orElseThrow();
        status = association.store(new Instance(CT, uid, EXPLICIT), encoded.stream());
        if (!status.isSuccess()) {
          break;
        }
        bytes += encoded.length();
      }
    }
    return new Sent(images.size(), bytes, status);
  }

  private Association open(String sopClass) throws IOException {
    return Association.open(
        ClientSettings.toLoopback(doors.dicomPort(), aeTitle, doors.aeTitle()).propose(sopClass));
  }

  private static String today() {
    return DATE.format(LocalDateTime.now(DemoOrder.ZONE));
  }

  private Dataset worklistKeys() {
    var step =
        Dataset.builder()
            .put(Tags.SCHEDULED_STATION_AE_TITLE, aeTitle)
            .put(Tags.SCHEDULED_PROCEDURE_STEP_START_DATE, today() + "-")
            .put(Tags.MODALITY, "CT");
    for (Tag tag : List.of(
        Tags.SCHEDULED_PROCEDURE_STEP_START_TIME, Tags.SCHEDULED_PERFORMING_PHYSICIAN_NAME,
        Tags.SCHEDULED_PROCEDURE_STEP_DESCRIPTION, Tags.SCHEDULED_PROCEDURE_STEP_ID)) {
      step.putEmpty(tag);
    }
    var keys =
        Dataset.builder()
            .put(Tags.SPECIFIC_CHARACTER_SET, "ISO_IR 192")
            .putItems(Tags.SCHEDULED_PROCEDURE_STEP_SEQUENCE, List.of(step.build()));
    for (Tag tag : List.of(
        Tags.ACCESSION_NUMBER, Tags.REFERRING_PHYSICIAN_NAME, Tags.PATIENT_NAME, Tags.PATIENT_ID,
        Tags.ISSUER_OF_PATIENT_ID, Tags.PATIENT_BIRTH_DATE, Tags.PATIENT_SEX,
        Tags.STUDY_INSTANCE_UID, Tags.REQUESTED_PROCEDURE_DESCRIPTION,
        Tags.REQUESTED_PROCEDURE_ID)) {
      keys.putEmpty(tag);
    }
    return keys.build();
  }
}
