package vn.tia.bridge.retrieve;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import vn.tia.bridge.objects.ObjectId;
import vn.tia.bridge.objects.ObjectStore;
import vn.tia.records.studies.StoredBytes;

/// Reads stored objects and gives only such bytes as came in.
public record CheckedObjects(ObjectStore objects) {

  /// What is held to be read once: a slice of CT. Larger objects are read twice, first to be
  /// checked, and by then lie in the memory of the system.
  private static final int HELD_BYTES_MAX = 2 << 20;

  /// Reads an object to its end, for nothing but to see whether it is whole.
  ///
  /// @throws DamagedObjectException if it isn't
  public void check(StoredBytes bytes) throws IOException {
    copy(bytes, OutputStream.nullOutputStream());
  }

  /// Copies the file.
  ///
  /// @throws DamagedObjectException if it isn't what came in; then nothing copied counts
  void copy(StoredBytes bytes, OutputStream out) throws IOException {
    try (var in = open(bytes)) {
      in.transferTo(out);
    }
  }

  /// The data set, whose bytes were found right before the first is given.
  ///
  /// @throws DamagedObjectException if they aren't
  InputStream dataset(StoredBytes bytes) throws IOException {
    if (bytes.size() <= HELD_BYTES_MAX) {
      try (var in = open(bytes)) {
        var all = in.readAllBytes();
        int offset = Math.toIntExact(bytes.datasetOffset());
        return new ByteArrayInputStream(all, offset, all.length - offset);
      }
    }
    check(bytes);
    var in = open(bytes);
    try {
      in.skipNBytes(bytes.datasetOffset());
      return new BufferedInputStream(in, 65_536);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  /// The file, whose bytes were found right before the first is given.
  ///
  /// @throws DamagedObjectException if they aren't
  InputStream file(StoredBytes bytes) throws IOException {
    if (bytes.size() <= HELD_BYTES_MAX) {
      try (var in = open(bytes)) {
        return new ByteArrayInputStream(in.readAllBytes());
      }
    }
    check(bytes);
    return open(bytes);
  }

  private InputStream open(StoredBytes bytes) throws IOException {
    return new CheckedStream(objects.stream(new ObjectId(bytes.objectId()), 0), bytes);
  }
}
