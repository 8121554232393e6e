package vn.tia.bridge.objects;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.time.Instant;
import java.util.stream.Stream;

/// Keeps objects: written once as a stream, durable before they are named, read from any offset.
///
/// Safe for use by many threads. Every adapter passes the abstract `ObjectStoreContract`.
public interface ObjectStore extends AutoCloseable {

  /// A new object without bytes yet; nothing of it is visible until it is sealed.
  ///
  /// @throws ObjectStoreException.ReadOnly if a flush to disk failed since the start
  /// @throws ObjectStoreException.Full if there is no room
  Upload begin() throws IOException;

  /// The bytes of an object, open for reading at any position.
  ///
  /// @throws ObjectStoreException.Missing if there is no such object
  SeekableByteChannel open(ObjectId id) throws IOException;

  /// The bytes of an object from an offset to its end.
  default InputStream stream(ObjectId id, long offset) throws IOException {
    var channel = open(id);
    try {
      return Channels.newInputStream(channel.position(offset));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /// Removes an object and says whether there was one.
  boolean delete(ObjectId id) throws IOException;

  /// The objects made in `[from, until)`, in no certain order; the stream has to be closed.
  Stream<ObjectId> made(Instant from, Instant until) throws IOException;

  @Override
  void close() throws IOException;
}
