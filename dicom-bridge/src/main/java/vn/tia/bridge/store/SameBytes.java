package vn.tia.bridge.store;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import vn.tia.bridge.objects.ObjectId;
import vn.tia.bridge.objects.ObjectStore;
import vn.tia.bridge.objects.Upload;
import vn.tia.records.studies.StoredBytes;

/// Tells whether two files hold the same data set in the same transfer syntax.
///
/// Equal checksums settle it without reading. Unequal ones don't: the meta information before the
/// data set is ours and may differ from version to version.
record SameBytes(ObjectStore objects) {

  boolean test(StoredBytes one, StoredBytes other) throws IOException {
    if (!one.transferSyntaxUid().equals(other.transferSyntaxUid())
        || one.datasetSize() != other.datasetSize()) {
      return false;
    }
    if (one.sha256().equals(other.sha256())) {
      return true;
    }
    try (var first = dataset(one); var second = dataset(other)) {
      return isEqual(first, second);
    }
  }

  private InputStream dataset(StoredBytes bytes) throws IOException {
    return new BufferedInputStream(
        objects.stream(new ObjectId(bytes.objectId()), bytes.datasetOffset()),
        Upload.COPY_BYTES);
  }

  private static boolean isEqual(InputStream first, InputStream second) throws IOException {
    int one;
    do {
      one = first.read();
      if (one != second.read()) {
        return false;
      }
    } while (one >= 0);
    return true;
  }
}
