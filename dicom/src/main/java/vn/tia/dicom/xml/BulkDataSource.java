package vn.tia.dicom.xml;

import java.io.IOException;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.data.Vr;

/// Gives the values that an XML text refers to.
@FunctionalInterface
public interface BulkDataSource {
  /// Takes no references.
  BulkDataSource REFUSED = (reference, vr) -> {
    throw new IOException("values that lie elsewhere are not taken here");
  };

  /// The value behind a reference.
  ///
  /// The reference comes from outside: nothing may be fetched from a place that it alone names.
  ///
  /// @throws IOException if there is no such value here
  Value value(BulkData reference, Vr vr) throws IOException;
}
