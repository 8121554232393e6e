package vn.tia.records.studies;

import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.mapping.dicom.InstanceFacts;
import vn.tia.mapping.dicom.SeriesFacts;
import vn.tia.mapping.dicom.StudyFacts;

/// An instance whose bytes are durable, and that waits for its row.
///
/// @param header read, for who asks for its patient
/// @param encoded the header as its row holds it, made here because here every sender has a thread
/// @param source who sent it: an AE title, or the user of a web request
public record NewInstance(
    int facilityId,
    InstanceHeader header,
    Bytes encoded,
    StudyFacts study,
    SeriesFacts series,
    InstanceFacts instance,
    StoredBytes bytes,
    String source) {

  /// Reads the facts out of the header.
  ///
  /// @throws IllegalArgumentException if one of the four UIDs has no value
  public static NewInstance of(
      int facilityId, InstanceHeader header, StoredBytes bytes, String source) {
    Dataset dataset = header.dataset();
    return new NewInstance(facilityId, header, Bytes.wrap(header.encoded()),
        StudyFacts.of(dataset), SeriesFacts.of(dataset), InstanceFacts.of(dataset), bytes, source);
  }

  Key key() {
    return new Key(facilityId, instance.sopInstanceUid());
  }

  /// What makes an instance the same: its UID within a facility.
  record Key(int facilityId, String sopInstanceUid) {}
}
