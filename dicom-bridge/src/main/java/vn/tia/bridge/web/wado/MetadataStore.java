package vn.tia.bridge.web.wado;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import vn.tia.bridge.web.Paths;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.json.DicomJsonWriter;
import vn.tia.records.access.Access;
import vn.tia.records.studies.Coercion;
import vn.tia.records.studies.InstancePath;
import vn.tia.records.studies.Studies;
import vn.tia.records.studies.Studies.StoredSeries;

/// The metadata of series, ready to be sent: made once for each state of a series, so that it is
/// never behind the records. Files may be lost at any time; they are made anew. What was asked for
/// lately is in memory, too.
public final class MetadataStore {

  /// How much is kept: 1 GiB, the metadata of some 100,000 series.
  private static final long BYTES_MAX = 1L << 30;

  /// How much is held in memory: 32 MiB, some 50 studies of 200 slices.
  private static final long HELD_BYTES_MAX = 32L << 20;

  /// How many headers are held at once.
  private static final int CHUNK = 100;

  private final Studies studies;
  private final Path directory;
  private final HeldTexts held;
  private final AtomicLong bytes = new AtomicLong();

  public MetadataStore(Studies studies, Path directory) throws IOException {
    this(studies, directory, HELD_BYTES_MAX);
  }

  /// @param heldBytesMax how much is held in memory; with 0 all is read from its files
  public MetadataStore(Studies studies, Path directory, long heldBytesMax) throws IOException {
    this.studies = studies;
    this.directory = directory;
    this.held = new HeldTexts(heldBytesMax);
    Files.createDirectories(directory);
    try (var files = Files.list(directory)) {
      files.forEach(file -> bytes.addAndGet(file.toFile().length()));
    }
  }

  /// What one state of a series is called, and what it is made of.
  ///
  /// @param base the address that the addresses of bulk data begin with
  record State(StoredSeries series, Coercion coercion, String base) {

    String name() {
      return series.id() + "-" + series.version() + "-" + series.instances() + "-"
          + (coercion.edits().isEmpty() ? Corrections.key(List.of(), base)
              : Corrections.key(coercion.edits(), base, coercion.since().toString()));
    }
  }

  /// The instances of a series as JSON, parted by commas.
  PackedJson read(State state, Access access) throws IOException {
    var name = state.name();
    var inMemory = held.find(name);
    if (inMemory.isPresent()) {
      return inMemory.get();
    }
    var text = onDisk(name, state, access);
    held.put(name, text);
    return text;
  }

  private PackedJson onDisk(String name, State state, Access access) throws IOException {
    var file = directory.resolve(name);
    var known = PackedJson.find(file);
    if (known.isPresent()) {
      return known.get();
    }
    var made = PackedJson.write(file, out -> write(state, access, out));
    if (bytes.addAndGet(made.packedBytes()) > BYTES_MAX) {
      removeOldest();
    }
    return made;
  }

  private void write(State state, Access access, OutputStream out) throws IOException {
    var path = InstancePath.series(state.series().study(), state.series().uid());
    var found = studies.instances(path, access);
    for (int i = 0; i < found.size(); i += CHUNK) {
      var chunk = found.subList(i, Math.min(i + CHUNK, found.size()));
      var headers = studies.headers(chunk);
      for (int k = 0; k < chunk.size(); k++) {
        if (i + k > 0) {
          out.write(',');
        }
        var header = headers.get(chunk.get(k).id());
        if (header == null) {
          throw new IOException("an instance went while its metadata was written");
        }
        writer(state.base() + Paths.of(chunk.get(k).uids()))
            .write(header.dataset().apply(
                state.coercion().of(header.dataset())), out);
      }
    }
  }

  /// A value that lies in the file is fetched from `bulkdata`, by its tag.
  static DicomJsonWriter writer(String instance) {
    return new DicomJsonWriter((path, element) -> element.value() instanceof Value.Bulk
        ? Optional.of(instance + "/bulkdata/" + path) : Optional.empty());
  }

  /// Down to three quarters, so that it isn't done for each series again.
  private synchronized void removeOldest() throws IOException {
    if (bytes.get() <= BYTES_MAX) {
      return;
    }
    List<Path> files;
    try (var all = Files.list(directory)) {
      files = all.sorted(Comparator.comparing(MetadataStore::time)).toList();
    }
    for (var file : files) {
      if (bytes.get() <= BYTES_MAX / 4 * 3) {
        return;
      }
      long size = file.toFile().length();
      Files.deleteIfExists(file);
      bytes.addAndGet(-size);
    }
  }

  private static FileTime time(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (NoSuchFileException _) {
      return FileTime.fromMillis(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
