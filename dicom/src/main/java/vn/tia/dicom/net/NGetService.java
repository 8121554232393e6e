package vn.tia.dicom.net;

/// Answers attributes of managed instances by N-GET (PS3.7 section 10.1.2).
public non-sealed interface NGetService extends DimseService {

  /// Answers the attributes asked for.
  NResponse attributes(NGetRequest request);
}
