package vn.tia.bridge.objects;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/// Keeps objects as files on one machine.
///
/// ```
/// root/lock                       held while a process uses the store
/// root/incoming/<random>          objects on their way in, emptied at start
/// root/content/01939/a4f/<id>     sealed objects: 5 digits name 3 days, 3 digits one minute
/// ```
/// Durable means: the file has its name, and both the file and its directory are flushed. Nobody
/// knows the name before, and whom a crash leaves under a name without all of its bytes is an
/// orphan.
public final class FileObjectStore implements ObjectStore {

  private final FileObjectStoreSettings settings;
  private final InstantSource clock;
  private final Flush flush;
  private final DirectoryFlush directories;
  private final ContentPaths paths;
  private final Path incoming;
  /// Looked up once: Java reads the table of all mounts for it.
  private final FileStore disk;
  private final FileChannel lockFile;
  /// The last directory that was made, or found, and is durable; a new one comes each minute.
  private volatile Optional<Path> lastDirectory = Optional.empty();
  private volatile boolean readOnly;

  /// Opens the store and removes what an earlier process left half-written.
  ///
  /// @throws IOException if another process uses the store
  public FileObjectStore(FileObjectStoreSettings settings, InstantSource clock) throws IOException {
    this(settings, clock, Flush.TO_DISK);
  }

  FileObjectStore(FileObjectStoreSettings settings, InstantSource clock, Flush flush)
      throws IOException {
    this.settings = settings;
    this.clock = clock;
    this.flush = flush;
    this.directories = new DirectoryFlush(flush);
    this.paths = new ContentPaths(settings.root().resolve("content"));
    this.incoming = settings.root().resolve("incoming");
    Files.createDirectories(incoming);
    Files.createDirectories(paths.root());
    this.disk = Files.getFileStore(incoming);
    this.lockFile = lock(settings.root().resolve("lock"));
    try {
      emptyIncoming();
      flushDirectory(settings.root());
    } catch (IOException | RuntimeException e) {
      lockFile.close();
      throw e;
    }
  }

  @Override
  public Upload begin() throws IOException {
    checkWritable();
    long free = disk.getUsableSpace();
    if (free < settings.bytesFreeMin()) {
      throw new ObjectStoreException.Full(free, settings.bytesFreeMin());
    }
    var file = incoming.resolve(ObjectId.create(clock.instant()).value());
    try {
      return new FileUpload(this, file, settings.bytesMax());
    } catch (IOException e) {
      throw roomless(e);
    }
  }

  @Override
  public SeekableByteChannel open(ObjectId id) throws IOException {
    try {
      return FileChannel.open(paths.of(id), StandardOpenOption.READ);
    } catch (NoSuchFileException _) {
      throw new ObjectStoreException.Missing(id);
    }
  }

  @Override
  public boolean delete(ObjectId id) throws IOException {
    checkWritable();
    return Files.deleteIfExists(paths.of(id));
  }

  @Override
  public Stream<ObjectId> made(Instant from, Instant until) throws IOException {
    return paths.made(from, until);
  }

  @Override
  public void close() throws IOException {
    directories.close();
    lockFile.close();
  }

  /// A file in its place.
  ///
  /// @param durable complete once it survives a power cut
  record Kept(ObjectId id, CompletableFuture<Boolean> durable) {}

  /// Moves a whole file into its place, and begins to flush it; its channel stays open meanwhile.
  ///
  /// It has its name before it is flushed, so that one commit of the file system's journal serves
  /// both flushes, which run at once.
  Kept keep(Path file, FileChannel channel) throws IOException {
    checkWritable();
    var id = ObjectId.create(clock.instant());
    var place = paths.of(id);
    try {
      makeDirectory(place.getParent());
      Files.move(file, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw removed(place, e);
    }
    var durable = new CompletableFuture<Boolean>();
    Thread.startVirtualThread(() -> {
      try {
        flush(place, channel);
        durable.complete(true);
      } catch (IOException | RuntimeException e) {
        durable.completeExceptionally(e);
      }
    });
    return new Kept(id, durable);
  }

  private void flush(Path place, FileChannel channel) throws IOException {
    try {
      var directory = CompletableFuture.supplyAsync(() -> flushed(place.getParent()),
          Thread::startVirtualThread);
      durably(() -> flush.flush(channel));
      durably(() -> directory.join().orThrow());
    } catch (IOException e) {
      throw removed(place, e);
    }
  }

  /// Why an object couldn't be kept, once nothing of it is left.
  private static IOException removed(Path place, IOException e) {
    try {
      Files.deleteIfExists(place);
    } catch (IOException again) {
      e.addSuppressed(again);
    }
    return roomless(e);
  }

  /// How a flush ended on another thread.
  private record Flushed(Optional<IOException> failure) {
    void orThrow() throws IOException {
      if (failure.isPresent()) {
        throw failure.get();
      }
    }
  }

  private Flushed flushed(Path directory) {
    try {
      directories.flush(directory);
      return new Flushed(Optional.empty());
    } catch (IOException e) {
      return new Flushed(Optional.of(e));
    }
  }

  private void makeDirectory(Path directory) throws IOException {
    if (lastDirectory.filter(directory::equals).isPresent()) {
      return;
    }
    synchronized (paths) {
      makeDirectories(directory);
      lastDirectory = Optional.of(directory);
    }
  }

  private void makeDirectories(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    makeDirectories(directory.getParent());
    Files.createDirectory(directory);
    flushDirectory(directory.getParent());
  }

  private void flushDirectory(Path directory) throws IOException {
    durably(() -> directories.flush(directory));
  }

  private static IOException roomless(IOException e) {
    return ObjectStoreException.isNoRoom(e) ? new ObjectStoreException.Full(e) : e;
  }

  /// After a failed flush the kernel may have dropped the bytes and cleared the error, so that a
  /// second flush succeeds without them: no further write can be trusted. A disk that is full only
  /// loses the object that is refused.
  private void durably(IoAction action) throws IOException {
    try {
      action.run();
    } catch (IOException e) {
      if (ObjectStoreException.isNoRoom(e)) {
        throw e;
      }
      readOnly = true;
      throw new ObjectStoreException.ReadOnly(e);
    }
  }

  private void checkWritable() throws ObjectStoreException {
    if (readOnly) {
      throw new ObjectStoreException.ReadOnly();
    }
  }

  private void emptyIncoming() throws IOException {
    List<Path> left;
    try (var files = Files.list(incoming)) {
      left = files.toList();
    }
    for (var file : left) {
      Files.delete(file);
    }
  }

  private static FileChannel lock(Path file) throws IOException {
    var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (tryLock(channel).isEmpty()) {
      channel.close();
      throw new IOException("the object store is in use by another process: " + file);
    }
    return channel;
  }

  private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
    try {
      return Optional.ofNullable(channel.tryLock());
    } catch (OverlappingFileLockException _) {
      return Optional.empty();
    }
  }

  @FunctionalInterface
  private interface IoAction {
    void run() throws IOException;
  }
}
