package vn.tia.bridge.retrieve;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import vn.tia.bridge.objects.BlockSums;
import vn.tia.bridge.objects.ObjectId;
import vn.tia.bridge.objects.ObjectStore;
import vn.tia.bridge.objects.ObjectStoreException;
import vn.tia.dicom.data.Bytes;
import vn.tia.records.studies.StoredBytes;

/// Reads stored objects and gives only such bytes as came in, by the sums of their blocks; where
/// there are none, by the SHA-256 of the whole.
public record CheckedObjects(ObjectStore objects, DamageAlarm alarm) {

  /// What is held to be read once, of objects from before there were sums: a slice of CT. Larger
  /// objects are read twice, first to be checked, and by then lie in the memory of the system.
  private static final int HELD_BYTES_MAX = 2 << 20;

  /// Reads an object to its end, to see whether it is whole.
  ///
  /// @return the sums of its blocks
  /// @throws DamagedObjectException if it isn't
  public Bytes check(StoredBytes bytes) throws IOException {
    var sums = new BlockSums();
    try (var in = open(bytes)) {
      var buffer = new byte[BlockSums.BLOCK_BYTES];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        sums.update(buffer, 0, count);
      }
    }
    return sums.finish();
  }

  /// The file open for reading anywhere; each block is checked before a byte of it is given, and
  /// nothing else is read. What was stored before there were sums is read whole first.
  ///
  /// @throws DamagedObjectException if it isn't what came in; reading throws it too
  public CheckedChannel channel(StoredBytes bytes) throws IOException {
    var sums = bytes.blockSums().isEmpty() ? check(bytes) : bytes.blockSums();
    try {
      return new CheckedChannel(
          objects.open(new ObjectId(bytes.objectId())), bytes, sums, alarm);
    } catch (ObjectStoreException.Missing e) {
      alarm.raise(bytes, e);
      throw e;
    }
  }

  /// The file from an offset on, each block checked before a byte of it is given.
  public InputStream stream(StoredBytes bytes, long offset) throws IOException {
    return Channels.newInputStream(channel(bytes).position(offset));
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
    if (!bytes.blockSums().isEmpty()) {
      return part(bytes, bytes.datasetOffset(), bytes.datasetSize());
    }
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
    if (!bytes.blockSums().isEmpty()) {
      return part(bytes, 0, bytes.size());
    }
    if (bytes.size() <= HELD_BYTES_MAX) {
      try (var in = open(bytes)) {
        return new ByteArrayInputStream(in.readAllBytes());
      }
    }
    check(bytes);
    return open(bytes);
  }

  private InputStream part(StoredBytes bytes, long offset, long length) throws IOException {
    var channel = channel(bytes);
    try {
      // Closing it closes the file.
      return channel.part(offset, length);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private InputStream open(StoredBytes bytes) throws IOException {
    try {
      return new CheckedStream(
          objects.stream(new ObjectId(bytes.objectId()), 0), bytes, alarm);
    } catch (ObjectStoreException.Missing e) {
      alarm.raise(bytes, e);
      throw e;
    }
  }
}
