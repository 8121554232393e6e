package vn.tia.bridge.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileObjectStoreTest extends ObjectStoreContract {

  @TempDir
  private Path root;

  @Override
  protected ObjectStore store() throws IOException {
    return store(Flush.TO_DISK);
  }

  private FileObjectStore store(Flush flush) throws IOException {
    var settings = new FileObjectStoreSettings(root, BYTES_MAX, 0);
    return new FileObjectStore(settings, InstantSource.system(), flush);
  }

  @Test
  void keepsObjectsOverARestart() throws Exception {
    ObjectId id;
    try (var store = store()) {
      id = put(store, bytes(100)).id();
    }
    try (var store = store()) {
      assertThat(read(store, id, 0)).isEqualTo(bytes(100));
    }
  }

  @Test
  void removesAtStartWhatAVanishedProcessLeft() throws Exception {
    var left = root.resolve("incoming").resolve("half");
    Files.createDirectories(left.getParent());
    Files.write(left, bytes(10));
    try (var _ = store()) {
      assertThat(left).doesNotExist();
    }
  }

  @Test
  void removesTheTemporaryFileOfAnUploadThatWasNotSealed() throws Exception {
    try (var store = store()) {
      var upload = store.begin();
      upload.write(bytes(10), 0, 10);
      assertThat(incoming()).hasSize(1);
      upload.close();
      assertThat(incoming()).isEmpty();
    }
  }

  @Test
  void isUsedByOneProcess() throws Exception {
    try (var _ = store()) {
      assertThatThrownBy(this::store)
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("the object store is in use by another process");
    }
    store().close();
  }

  @Test
  void acknowledgesNothingAfterAFlushFailedAndGoesOnReading() throws Exception {
    var broken = new AtomicBoolean();
    try (var store = store(channel -> {
      if (broken.get()) {
        throw new IOException("Input/output error");
      }
      channel.force(true);
    })) {
      var before = put(store, bytes(100)).id();
      broken.set(true);
      assertThatThrownBy(() -> put(store, bytes(10)))
          .isInstanceOf(ObjectStoreException.ReadOnly.class)
          .hasMessage("a flush to disk failed: the object store is read-only from now on");
      broken.set(false);
      assertThatThrownBy(() -> put(store, bytes(10)))
          .isInstanceOf(ObjectStoreException.ReadOnly.class);
      assertThat(all(store)).containsExactly(before);
      assertThat(read(store, before, 0)).isEqualTo(bytes(100));
      assertThat(incoming()).isEmpty();
    }
  }

  @Test
  void keepsAReserveFreeOnTheDisk() throws Exception {
    var settings = new FileObjectStoreSettings(root, BYTES_MAX, Long.MAX_VALUE);
    try (var store = new FileObjectStore(settings, InstantSource.system())) {
      assertThatThrownBy(store::begin)
          .isInstanceOf(ObjectStoreException.Full.class)
          .hasMessageMatching("the object store has \\d+ bytes free and keeps \\d+ in reserve");
    }
  }

  private List<Path> incoming() throws IOException {
    try (var files = Files.list(root.resolve("incoming"))) {
      return files.toList();
    }
  }
}
