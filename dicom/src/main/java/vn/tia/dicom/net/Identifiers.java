package vn.tia.dicom.net;

import java.io.IOException;
import java.io.InputStream;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Uid;
import vn.tia.dicom.io.DatasetReader;
import vn.tia.dicom.io.DatasetWriter;
import vn.tia.dicom.io.ReadLimits;
import vn.tia.dicom.io.ReadSettings;

/// Reads and writes the data sets that are small enough to be held: identifiers of queries and
/// attributes of N-services.
final class Identifiers {
  /// The header of an element, the least that it takes.
  private static final int ELEMENT_BYTES_MIN = 8;

  private final ReadSettings settings;

  Identifiers(NetworkLimits limits) {
    int bytesMax = limits.identifierBytesMax();
    this.settings =
        ReadSettings.of(
            ReadLimits.DEFAULT
                .withElementBytesMax(bytesMax)
                .withDatasetBytesMax(bytesMax)
                .withElementsMax(Math.max(1, bytesMax / ELEMENT_BYTES_MIN)));
  }

  /// Reads a data set to the end of the stream.
  ///
  /// @throws vn.tia.dicom.io.DicomParseException if it is none or is longer than the limit
  Dataset read(InputStream in, String transferSyntax) throws IOException {
    return new DatasetReader(in, TransferSyntax.of(new Uid(transferSyntax)), settings).read();
  }

  static Bytes write(Dataset dataset, String transferSyntax) {
    return DatasetWriter.toBytes(dataset, TransferSyntax.of(new Uid(transferSyntax)));
  }
}
