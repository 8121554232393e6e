package vn.tia.bench.micro;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import vn.tia.bench.CtSlice;
import vn.tia.dicom.io.DicomFile;
import vn.tia.dicom.io.DicomHeader;
import vn.tia.dicom.io.ElementLocation;
import vn.tia.dicom.io.ReadLimits;

/// What the benchmarks read.
final class Samples {
  /// The slice of a GE scanner that Debian's python3-pydicom brings.
  static final Path SCANNED =
      Path.of("/usr/lib/python3/dist-packages/pydicom/data/test_files/CT_small.dcm");

  private Samples() {}

  /// A file as a scanner wrote it; our own slice where Debian's pydicom isn't installed.
  static byte[] scannedSlice() {
    try {
      return Files.exists(SCANNED) ? Files.readAllBytes(SCANNED) : CtSlice.file();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// How many bytes stand before the pixel data of a file.
  static long headerBytes(byte[] file) throws IOException {
    DicomHeader header =
        DicomFile.readHeader(new ByteArrayInputStream(file), ReadLimits.DEFAULT);
    return header.pixelData().map(ElementLocation::offset).orElse((long) file.length);
  }
}
