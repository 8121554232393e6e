package vn.tia.records.studies;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.io.DatasetReader;
import vn.tia.dicom.io.DatasetWriter;

/// Data sets as the bytes of a column.
final class Encoded {

  private static final TransferSyntax SYNTAX = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;

  private Encoded() {}

  static byte[] plain(Dataset dataset) {
    return DatasetWriter.toBytes(dataset, SYNTAX).toArray();
  }

  static Dataset fromPlain(byte[] bytes) {
    return read(new ByteArrayInputStream(bytes));
  }

  static byte[] deflated(Dataset dataset) {
    var bytes = new ByteArrayOutputStream();
    // The fastest level: headers shrink to a third at any.
    var deflater = new Deflater(Deflater.BEST_SPEED, true);
    try (var out = new DeflaterOutputStream(bytes, deflater)) {
      DatasetWriter.toBytes(dataset, SYNTAX).writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      deflater.end();
    }
    return bytes.toByteArray();
  }

  static Dataset fromDeflated(byte[] bytes) {
    var inflater = new Inflater(true);
    try {
      return read(new InflaterInputStream(new ByteArrayInputStream(bytes), inflater));
    } finally {
      inflater.end();
    }
  }

  private static Dataset read(InputStream in) {
    try {
      return new DatasetReader(in, SYNTAX).read();
    } catch (IOException e) {
      throw new UncheckedIOException("a data set in the records can't be read", e);
    }
  }
}
