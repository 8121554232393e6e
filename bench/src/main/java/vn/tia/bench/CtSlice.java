package vn.tia.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Uid;
import vn.tia.dicom.image.phantom.CtPhantom;
import vn.tia.dicom.io.DatasetWriter;
import vn.tia.dicom.io.DicomFile;

/// The slice that is measured with: 512 × 512 pixels of 16 bits, as a CT scanner makes them.
public final class CtSlice {
  private static final TransferSyntax SYNTAX = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
  private static final int MIDDLE = 32;

  private CtSlice() {}

  /// The slice as a data set for Explicit VR Little Endian.
  public static Dataset dataset() {
    return CtPhantom.of(CtPhantom.Settings.DEFAULT).slice(exam(), Uid.random(), MIDDLE);
  }

  private static Dataset exam() {
    return Dataset.builder()
        .put(Tags.SPECIFIC_CHARACTER_SET, "ISO_IR 192")
        .put(Tags.STUDY_INSTANCE_UID, Uid.random().value())
        .put(Tags.STUDY_DATE, "20261124")
        .put(Tags.STUDY_TIME, "083000")
        .put(Tags.ACCESSION_NUMBER, "A1")
        .put(Tags.PATIENT_NAME, "ĐẶNG^THỊ HƯỜNG")
        .put(Tags.PATIENT_ID, "1")
        .put(Tags.PATIENT_BIRTH_DATE, "19700131")
        .put(Tags.PATIENT_SEX, "F")
        .build();
  }

  /// The slice as a file.
  public static byte[] file() {
    var out = new ByteArrayOutputStream();
    try {
      DicomFile.of(dataset(), SYNTAX).write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /// The bytes of its data set, as C-STORE sends them.
  public static Bytes bytes() {
    return DatasetWriter.toBytes(dataset(), SYNTAX);
  }
}
