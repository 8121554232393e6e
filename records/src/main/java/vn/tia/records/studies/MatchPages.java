package vn.tia.records.studies;

import java.util.List;
import vn.tia.dicom.data.Dataset;

/// The matches of a query, page by page. Between two pages nothing is held open, so whoever asks
/// may take their time.
@FunctionalInterface
public interface MatchPages {

  /// Nothing, and known to be so.
  MatchPages NONE = List::of;

  /// The next page, read now; empty after the last.
  ///
  /// @throws InvalidKeyException if a value is none for its key
  List<Dataset> next();
}
