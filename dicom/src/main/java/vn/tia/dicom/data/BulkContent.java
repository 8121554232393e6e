package vn.tia.dicom.data;

import java.io.IOException;
import java.io.InputStream;

/// Opens values that were left in their source, for a writer that passes them on.
@FunctionalInterface
public interface BulkContent {
  /// Has no source to open: such values are left out where they can't be named by a reference.
  BulkContent NONE = bulk -> {
    throw new IOException("the source of the value is not at hand");
  };

  /// The bytes of a value of known length, words in little endian order; who calls closes them.
  InputStream open(Value.Bulk bulk) throws IOException;
}
