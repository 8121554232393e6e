package vn.tia.bridge.objects;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file on its way into a [FileObjectStore].
final class FileUpload implements Upload {

  private final FileObjectStore store;
  private final StagedFile file;
  private boolean kept;

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
    var id = store.keep(file.path(), file.channel());
    kept = true;
    return file.finish().object(id);
  }

  @Override
  public void close() throws IOException {
    file.close();
    if (!kept) {
      Files.deleteIfExists(file.path());
    }
  }
}
