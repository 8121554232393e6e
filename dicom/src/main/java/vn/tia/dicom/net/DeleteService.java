package vn.tia.dicom.net;

/// Deletes managed instances by N-DELETE (PS3.7 section 10.1.6).
public non-sealed interface DeleteService extends DimseService {

  /// Deletes the instance and says how that ended. The request has no attributes.
  Status delete(NRequest request);
}
