package vn.tia.dicom.xml;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.fuzz.Trial;

/// Fuzz target: any bytes as a Native DICOM Model.
///
/// They are refused with a [NativeXmlException], or make a data set that, once written, is read and
/// written again without a change.
public final class XmlTarget {
  private XmlTarget() {}

  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    Trial.run(() -> read(input));
  }

  private static void read(byte[] input) throws IOException {
    Dataset dataset;
    try {
      dataset = dataset(input);
    } catch (NativeXmlException refused) {
      return;
    }
    byte[] written = written(dataset);
    try {
      Trial.equal(Bytes.wrap(written), Bytes.wrap(written(dataset(written))), "the document");
    } catch (NativeXmlException refused) {
      throw new AssertionError("what was written is refused", refused);
    }
  }

  private static Dataset dataset(byte[] text) throws IOException {
    return new NativeXmlReader().read(new ByteArrayInputStream(text));
  }

  private static byte[] written(Dataset dataset) throws IOException {
    var out = new ByteArrayOutputStream(1024);
    new NativeXmlWriter(BulkDataReferences.NONE).write(dataset, out);
    return out.toByteArray();
  }
}
