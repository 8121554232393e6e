package vn.tia.records.studies;

import java.util.Optional;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.mapping.dicom.InstanceFacts;
import vn.tia.mapping.dicom.PatientFacts;
import vn.tia.mapping.dicom.SeriesFacts;
import vn.tia.mapping.dicom.StudyFacts;
import vn.tia.mapping.exam.PatientIdentifier;

/// An instance whose bytes are durable, and that waits for its row.
///
/// @param header read, for who asks for its patient
/// @param encoded the header as its row holds it, made here because here every sender has a thread
/// @param patientNumber the Patient ID as the rows of patients hold it
/// @param source who sent it: an AE title, or the user of a web request
public record NewInstance(
    int facilityId,
    InstanceHeader header,
    Bytes encoded,
    StudyFacts study,
    SeriesFacts series,
    InstanceFacts instance,
    Optional<String> patientNumber,
    StoredBytes bytes,
    String source) {

  /// Reads the facts out of the header.
  ///
  /// @throws IllegalArgumentException if one of the four UIDs has no value
  public static NewInstance of(
      int facilityId, InstanceHeader header, StoredBytes bytes, String source) {
    Dataset dataset = header.dataset();
    return new NewInstance(facilityId, header, Bytes.wrap(header.encoded()),
        StudyFacts.of(dataset), SeriesFacts.of(dataset), InstanceFacts.of(dataset),
        PatientFacts.of(dataset).identifiers().stream().map(PatientIdentifier::value).findFirst(),
        bytes, source);
  }

  Key key() {
    return new Key(facilityId, instance.sopInstanceUid());
  }

  /// What makes an instance the same: its UID within a facility.
  record Key(int facilityId, String sopInstanceUid) {}
}
