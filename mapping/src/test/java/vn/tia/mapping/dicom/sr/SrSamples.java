package vn.tia.mapping.dicom.sr;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import org.junit.jupiter.api.Assumptions;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.io.DicomFile;

/// Structured reports that others made.
final class SrSamples {
  static final ZoneId ZONE = ZoneId.of("Asia/Ho_Chi_Minh");

  private static final Path PYDICOM =
      Path.of("/usr/lib/python3/dist-packages/pydicom/data/test_files");

  private SrSamples() {}

  static Dataset pydicom(String name) throws IOException {
    Assumptions.assumeTrue(Files.isDirectory(PYDICOM), "python3-pydicom is not installed");
    return DicomFile.read(PYDICOM.resolve(name)).dataset();
  }

  static Dataset shared(String name) throws IOException {
    var file = Path.of(System.getProperty("tia.root", ".."))
        .resolve("../shared/data/dicom").resolve(name);
    Assumptions.assumeTrue(Files.isRegularFile(file), "the shared samples are not here");
    return DicomFile.read(file).dataset();
  }

  static SrDocument document(Dataset dataset) {
    return SrDocument.of(dataset, ZONE, SrLimits.DEFAULT);
  }
}
