package vn.tia.dicom.json;

import java.io.IOException;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.data.Vr;

/// Gives the values that a JSON text names by URI: maybe the other parts of a message.
@FunctionalInterface
public interface BulkDataSource {

  /// The value behind a URI.
  ///
  /// The URI comes from outside: nothing may be fetched from a place that it alone names.
  ///
  /// @throws IOException if there is no such value here
  Value value(String uri, Vr vr) throws IOException;
}
