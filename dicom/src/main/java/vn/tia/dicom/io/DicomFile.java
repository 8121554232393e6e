package vn.tia.dicom.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.TransferSyntax;

/// A DICOM file (PS3.10 section 7): preamble, file meta information, data set.
///
/// Reading also takes what older devices wrote: no preamble, no meta information. The transfer
/// syntax is then guessed from the first element.
public record DicomFile(Bytes preamble, FileMetaInformation meta, Dataset dataset) {
  /// How long a preamble is.
  public static final int PREAMBLE_BYTES = 128;

  /// A new file around a data set, with an empty preamble and our own meta information.
  public static DicomFile of(Dataset dataset, TransferSyntax syntax) {
    return new DicomFile(Bytes.EMPTY, FileMetaInformation.of(syntax, dataset), dataset);
  }

  /// The same file with zeros for a preamble: what stood there may be a program (PS3.10 section 7.5
  /// warns of it), so nothing that leaves the archive should carry it.
  public DicomFile withoutPreamble() {
    return new DicomFile(Bytes.EMPTY, meta, dataset);
  }

  /// Reads a whole file.
  ///
  /// @throws DicomParseException if it is no DICOM file, ends too early or exceeds a limit
  public static DicomFile read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, ReadSettings.DEFAULT);
    }
  }

  /// Reads a whole file from a stream that isn't closed by it.
  public static DicomFile read(InputStream in, ReadSettings settings) throws IOException {
    var reader = FileReading.start(in, settings);
    return new DicomFile(reader.preamble(), reader.meta(), reader.dataset().read());
  }

  /// Reads what is there of a file that may be cut or broken, and says what is wrong with it.
  ///
  /// @throws DicomParseException if it doesn't even start like DICOM
  public static Salvaged<DicomFile> salvage(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return salvage(in, ReadSettings.DEFAULT);
    }
  }

  /// Reads what is there of a file from a stream that isn't closed by it.
  public static Salvaged<DicomFile> salvage(InputStream in, ReadSettings settings)
      throws IOException {
    return FileReading.salvage(in, settings);
  }

  /// Reads a file up to its pixel data, in memory that doesn't grow with the pixel data.
  public static DicomHeader readHeader(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return readHeader(in, ReadLimits.DEFAULT);
    }
  }

  /// Reads a file up to its pixel data from a stream that isn't closed by it.
  public static DicomHeader readHeader(InputStream in, ReadLimits limits) throws IOException {
    return FileReading.header(in, limits);
  }

  /// Writes the file, and replaces one that is there.
  public void write(Path file) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      write(out);
    }
  }

  /// Writes the file to a stream that isn't closed by it.
  public void write(OutputStream out) throws IOException {
    writeHead(out, preamble, meta);
    new DatasetWriter(out, meta.syntax()).write(dataset);
  }

  /// Writes what stands before the data set, for a data set whose bytes are there already.
  public static void writeHead(OutputStream out, FileMetaInformation meta) throws IOException {
    writeHead(out, Bytes.EMPTY, meta);
  }

  private static void writeHead(OutputStream out, Bytes preamble, FileMetaInformation meta)
      throws IOException {
    byte[] head = new byte[PREAMBLE_BYTES + FileReading.PREFIX.length()];
    if (preamble.length() == PREAMBLE_BYTES) {
      preamble.copyTo(head, 0);
    }
    FileReading.PREFIX.copyTo(head, PREAMBLE_BYTES);
    out.write(head);
    meta.toBytes().writeTo(out);
  }
}
