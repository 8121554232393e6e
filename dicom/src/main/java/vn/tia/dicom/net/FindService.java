package vn.tia.dicom.net;

/// Answers queries by C-FIND (PS3.7 section 9.1.2).
public non-sealed interface FindService extends DimseService {

  /// Sends each match to `out` and returns the final status.
  ///
  /// Where `out` says that nobody listens any more, the search should end; a success then returned
  /// is answered as cancelled (FE00).
  Status find(FindRequest request, FindResponses out);
}
