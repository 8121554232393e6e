package vn.tia.bridge.objects;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A file on its way into a [FileObjectStore].
final class FileUpload implements Upload {

  private final FileObjectStore store;
  private final StagedFile file;
  private Optional<Sealing> sealing = Optional.empty();

  FileUpload(FileObjectStore store, Path file, long bytesMax) throws IOException {
    this.store = store;
    this.file = new StagedFile(file, bytesMax);
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    file.write(bytes, from, count);
  }

  @Override
  public SeekableByteChannel staged() {
    return file.reread();
  }

  @Override
  public StoredObject seal() throws IOException {
    var begun = sealing();
    begun.await();
    return begun.object();
  }

  @Override
  public Sealing sealing() throws IOException {
    var kept = store.keep(file.path(), file.channel());
    var begun = new Sealing(file.finish().object(kept.id()), kept.durable());
    sealing = Optional.of(begun);
    return begun;
  }

  @Override
  public void close() throws IOException {
    if (sealing.isPresent()) {
      // To close a file that is being flushed would break the flush.
      sealing.get().durable().handle((_, _) -> true).join();
    }
    file.close();
    if (sealing.isEmpty()) {
      Files.deleteIfExists(file.path());
    }
  }
}
