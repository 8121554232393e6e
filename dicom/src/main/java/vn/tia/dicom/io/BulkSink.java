package vn.tia.dicom.io;

import java.io.IOException;
import java.io.InputStream;

/// Takes long values while they stream by, so that nobody holds them: into a file, a digest, a
/// socket. The data set shows each as a `Value.Bulk` with its place in the source.
@FunctionalInterface
public interface BulkSink {
  /// Lets long values lie in their source.
  BulkSink LEAVING = (where, value) -> {};

  /// Takes one value; what isn't read of the stream is passed over.
  ///
  /// Encapsulated pixel data comes as its items with their headers, the offset table first, without
  /// the delimiter at their end.
  void take(ElementLocation where, InputStream value) throws IOException;
}
