package vn.tia.dicom.net;

import java.io.IOException;
import java.io.InputStream;

/// Receives composite instances by C-STORE (PS3.7 section 9.1.1).
public non-sealed interface StoreService extends DimseService {

  /// Stores one instance and says how it ended; the answer is sent when this returns.
  ///
  /// `dataset` gives the bytes of the data set as they arrive and is never held as a whole: a slow
  /// reader slows the sender down. Bytes left unread are skipped. Where the peer vanishes, the
  /// stream throws, and nothing is answered whatever is returned here.
  ///
  /// @throws IOException if the stream broke, or storing failed (answered 0110)
  Status store(StoreRequest request, InputStream dataset) throws IOException;
}
