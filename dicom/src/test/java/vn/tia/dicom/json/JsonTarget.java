package vn.tia.dicom.json;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.fuzz.Trial;

/// Fuzz target: any bytes as DICOM JSON.
///
/// They are refused with a [DicomJsonException], or make data sets that, once written, are read and
/// written again without a change. The first writing declares UTF-8, and drops what means nothing.
public final class JsonTarget {
  private JsonTarget() {}

  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    Trial.run(() -> read(input));
  }

  private static void read(byte[] input) throws IOException {
    List<Dataset> datasets;
    try {
      datasets = datasets(input);
    } catch (DicomJsonException refused) {
      return;
    }
    byte[] written = written(datasets);
    try {
      Trial.equal(Bytes.wrap(written), Bytes.wrap(written(datasets(written))), "the text");
    } catch (DicomJsonException refused) {
      throw new AssertionError("what was written is refused", refused);
    }
  }

  private static List<Dataset> datasets(byte[] text) throws IOException {
    return new DicomJsonReader().readAll(new ByteArrayInputStream(text));
  }

  private static byte[] written(List<Dataset> datasets) throws IOException {
    var out = new ByteArrayOutputStream(1024);
    new DicomJsonWriter(BulkDataUris.NONE)
        .writeAll(datasets.iterator(), out);
    return out.toByteArray();
  }
}
