package vn.tia.bridge.availability;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.io.DatasetReader;
import vn.tia.dicom.io.DatasetWriter;
import vn.tia.records.performed.PerformedStep;
import vn.tia.records.studies.StoredInstance;

/// What is told of a study (PS3.4 table R.3.2-1).
final class AvailabilityNotice {

  private AvailabilityNotice() {}

  /// @param steps the performed steps that made the study
  /// @param availability of each instance (PS3.3 section C.4.23.1.1)
  static Dataset of(String studyUid, List<PerformedStep> steps, List<StoredInstance> instances,
      Function<StoredInstance, String> availability, String retrieveAe) {
    var notice = Dataset.builder().put(Tags.STUDY_INSTANCE_UID, studyUid);
    if (steps.isEmpty()) {
      notice.putEmpty(Tags.REFERENCED_PERFORMED_PROCEDURE_STEP_SEQUENCE);
    } else {
      notice.putItems(Tags.REFERENCED_PERFORMED_PROCEDURE_STEP_SEQUENCE,
          steps.stream().map(AvailabilityNotice::step).toList());
    }
    Map<String, List<Dataset>> bySeries = new LinkedHashMap<>();
    for (var one : instances) {
      bySeries.computeIfAbsent(one.uids().series(), _ -> new ArrayList<>())
          .add(Dataset.builder()
              .put(Tags.REFERENCED_SOP_CLASS_UID, one.sopClassUid())
              .put(Tags.REFERENCED_SOP_INSTANCE_UID, one.uids().instance())
              .put(Tags.INSTANCE_AVAILABILITY, availability.apply(one))
              .put(Tags.RETRIEVE_AE_TITLE, retrieveAe)
              .build());
    }
    return notice.putItems(Tags.REFERENCED_SERIES_SEQUENCE, bySeries.entrySet().stream()
        .map(series -> Dataset.builder()
            .put(Tags.SERIES_INSTANCE_UID, series.getKey())
            .putItems(Tags.REFERENCED_SOP_SEQUENCE, series.getValue())
            .build())
        .toList()).build();
  }

  private static Dataset step(PerformedStep step) {
    return Dataset.builder()
        .put(Tags.REFERENCED_SOP_CLASS_UID, Uids.MODALITY_PERFORMED_PROCEDURE_STEP.value())
        .put(Tags.REFERENCED_SOP_INSTANCE_UID, step.sopInstanceUid())
        .putEmpty(Tags.PERFORMED_WORKITEM_CODE_SEQUENCE)
        .build();
  }

  static Bytes encode(Dataset notice) {
    return DatasetWriter.toBytes(notice, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
  }

  static Dataset decode(Bytes bytes) {
    try {
      return new DatasetReader(new ByteArrayInputStream(bytes.toArray()),
          TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN).read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
