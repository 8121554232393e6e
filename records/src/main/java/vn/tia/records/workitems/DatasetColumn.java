package vn.tia.records.workitems;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.io.DatasetReader;
import vn.tia.dicom.io.DatasetWriter;

/// A data set as a column keeps it: in UTF-8, which holds what comes in any character set.
final class DatasetColumn {

  private DatasetColumn() {}

  static byte[] encode(Dataset dataset) {
    var whole = dataset.toBuilder().put(Tags.SPECIFIC_CHARACTER_SET, "ISO_IR 192").build();
    return DatasetWriter.toBytes(whole, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN).toArray();
  }

  static Dataset decode(byte[] bytes) {
    try {
      return new DatasetReader(
          new ByteArrayInputStream(bytes), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN).read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
