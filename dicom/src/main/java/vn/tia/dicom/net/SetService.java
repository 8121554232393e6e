package vn.tia.dicom.net;

/// Changes managed instances by N-SET (PS3.7 section 10.1.3), as MPPS does.
public non-sealed interface SetService extends DimseService {

  /// Changes the instance, and answers the attributes changed or an empty data set.
  NResponse set(NRequest request);
}
