package vn.tia.records.performed;

import java.util.Set;
import vn.tia.dicom.data.Dataset;

/// A performed step as the records hold it.
///
/// @param dataset all its attributes as they stand
/// @param scheduledStepIds our row ids of the scheduled steps that it performs
public record PerformedStep(
    long id,
    String sopInstanceUid,
    PerformedStatus status,
    Dataset dataset,
    Set<Long> scheduledStepIds) {
  public PerformedStep {
    scheduledStepIds = Set.copyOf(scheduledStepIds);
  }
}
