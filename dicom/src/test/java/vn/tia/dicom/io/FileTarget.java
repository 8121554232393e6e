package vn.tia.dicom.io;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.fuzz.Trial;

/// Fuzz target: any bytes as a DICOM file.
///
/// They are refused with a [DicomParseException], or make a file that, once written, is read and
/// written again without a change.
public final class FileTarget {
  private FileTarget() {}

  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    Trial.run(() -> read(input));
  }

  /// Every other length only up to the pixel data: that path stops on its own.
  private static void read(byte[] input) throws IOException {
    try {
      if (input.length % 2 == 1) {
        touch(DicomFile.readHeader(new ByteArrayInputStream(input), ReadLimits.DEFAULT).dataset());
        return;
      }
      DicomFile file = file(input);
      touch(file.dataset());
      roundTrip(file);
    } catch (DicomParseException refused) {
      // Bytes that are no DICOM file.
    }
  }

  private static DicomFile file(byte[] bytes) throws IOException {
    return DicomFile.read(new ByteArrayInputStream(bytes), ReadSettings.DEFAULT);
  }

  private static void touch(Dataset dataset) {
    for (int i = 0; i < dataset.size(); i++) {
      Element element = dataset.elementAt(i);
      element.strings();
      element.integer();
      element.decimal();
      element.items().forEach(FileTarget::touch);
    }
  }

  private static void roundTrip(DicomFile file) throws IOException {
    byte[] once;
    try {
      once = written(file);
    } catch (IllegalArgumentException unwritable) {
      if (unwritable.getMessage().endsWith("has no place for that")) {
        // Fragments under a transfer syntax that has none.
        return;
      }
      throw unwritable;
    }
    DicomFile again;
    try {
      again = file(once);
    } catch (DicomParseException refused) {
      throw new AssertionError("what was written is refused", refused);
    }
    Trial.equal(Bytes.wrap(once), Bytes.wrap(written(again)), "the file");
  }

  private static byte[] written(DicomFile file) throws IOException {
    var out = new ByteArrayOutputStream(1024);
    file.write(out);
    return out.toByteArray();
  }
}
