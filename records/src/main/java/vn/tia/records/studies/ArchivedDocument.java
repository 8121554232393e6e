package vn.tia.records.studies;

import java.util.Optional;

/// A structured report in the archive that is to be read, and what it belongs to.
///
/// @param tries how often it was tried in vain
public record ArchivedDocument(StoredInstance instance, Tie tie, int tries) {

  /// What a document belongs to, by the ids of the resources.
  public record Tie(String patientId, Optional<String> serviceRequestId, String imagingStudyId) {}
}
