package vn.tia.records.patients;

import vn.tia.records.resources.StoredResource;

/// How a client's write of a patient ended.
public sealed interface WriteOutcome {
  /// Written; or deleted, where that was wanted.
  record Written(StoredResource resource) implements WriteOutcome {}

  /// Not written: one of the numbers finds another patient of the facility.
  record NumberTaken() implements WriteOutcome {}

  /// Not written: another patient stands in this one's place.
  record Merged() implements WriteOutcome {}

  /// Not deleted: orders, images, other resources or merges hold on to the patient.
  record InUse() implements WriteOutcome {}
}
