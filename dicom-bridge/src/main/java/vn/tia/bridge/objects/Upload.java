package vn.tia.bridge.objects;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;

/// An object on its way in. Closing it before it is sealed leaves nothing behind.
///
/// Used by one thread.
public interface Upload extends AutoCloseable {

  /// How much is copied at once: large enough that a call costs nothing beside the bytes, small
  /// enough that 500 senders need 32 MB.
  int COPY_BYTES = 64 * 1024;

  /// Takes the next bytes.
  ///
  /// @throws ObjectStoreException.TooLarge if the object would grow past the limit
  /// @throws ObjectStoreException.Full if there is no room
  void write(byte[] bytes, int from, int count) throws IOException;

  /// Takes all the bytes of a stream and returns how many there were.
  default long writeAll(InputStream in) throws IOException {
    var buffer = new byte[COPY_BYTES];
    long total = 0;
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      write(buffer, 0, count);
      total += count;
    }
    return total;
  }

  /// The bytes taken so far, to be read before it is decided whether they are kept.
  SeekableByteChannel staged() throws IOException;

  /// Makes the object durable and gives it its id.
  ///
  /// @throws ObjectStoreException.ReadOnly if it can't be made durable
  StoredObject seal() throws IOException;

  /// Gives the object its id and begins to make it durable, while its row is prepared.
  ///
  /// @throws ObjectStoreException.ReadOnly if it can't be made durable
  default Sealing sealing() throws IOException {
    return Sealing.done(seal());
  }

  /// Forgets the bytes unless they are sealed.
  @Override
  void close() throws IOException;
}
