package vn.tia.records.database;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The right to work on a data directory: one Tia at a time has it, and loses it when it ends,
/// however it ends.
final class DirectoryLock implements AutoCloseable {
  // POSIX drops a process's lock when it closes any channel of the file, so this process must not
  // even try a second time.
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final FileChannel channel;

  private DirectoryLock(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  /// Takes the lock.
  ///
  /// @throws IOException if another Tia has it
  static DirectoryLock take(Path directory) throws IOException {
    var real = directory.toRealPath();
    if (!HELD.add(real)) {
      throw taken(directory);
    }
    try {
      var channel = FileChannel.open(
          real.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        channel.close();
        throw taken(directory);
      }
      return new DirectoryLock(real, channel);
    } catch (IOException error) {
      HELD.remove(real);
      throw error;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
    HELD.remove(directory);
  }

  private static IOException taken(Path directory) {
    return new IOException("another Tia is running on " + directory
        + ": stop it, or choose another data directory");
  }
}
