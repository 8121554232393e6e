package vn.tia.dicom.net;

/// Creates managed instances by N-CREATE (PS3.7 section 10.1.5), as MPPS does.
public non-sealed interface CreateService extends DimseService {

  /// Creates the instance, and answers its attributes or an empty data set.
  NResponse create(NRequest request);
}
