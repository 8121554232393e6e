package vn.tia.dicom.media;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import vn.tia.dicom.data.Uid;
import vn.tia.dicom.io.DicomParseException;
import vn.tia.dicom.io.Salvaged;

/// The directory of a file-set (PS3.3 annex F): a file named `DICOMDIR` at its root.
///
/// @param fileSetId the name of the file-set, up to 16 characters of CS, maybe empty
/// @param records the records of the root directory entity
public record Dicomdir(String fileSetId, List<DirectoryRecord> records) {
  public Dicomdir {
    records = List.copyOf(records);
  }

  /// Reads a DICOMDIR, and says what is wrong with it: where its offsets lead nowhere, its records
  /// are put together by their types and order.
  ///
  /// @throws DicomParseException if it is no DICOM at all
  public static Salvaged<Dicomdir> read(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      return read(in);
    }
  }

  /// Reads a DICOMDIR from a stream that isn't closed by it.
  public static Salvaged<Dicomdir> read(InputStream in) throws IOException {
    return DirectoryReading.read(in);
  }

  /// Writes the file, as an instance of a new UID, to a stream that stays open.
  public void write(OutputStream out) throws IOException {
    write(out, Uid.random());
  }

  /// Writes the file as the instance with this UID.
  public void write(OutputStream out, Uid instance) throws IOException {
    new DirectoryWriting(this, instance).write(out);
  }

  /// All records, each before those below it.
  public Stream<DirectoryRecord> all() {
    return records.stream().flatMap(Dicomdir::all);
  }

  private static Stream<DirectoryRecord> all(DirectoryRecord record) {
    return Stream.concat(Stream.of(record), record.children().stream().flatMap(Dicomdir::all));
  }
}
