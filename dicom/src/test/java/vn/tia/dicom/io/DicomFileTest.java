package vn.tia.dicom.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.data.Vr;
import vn.tia.dicom.testkit.Samples;

class DicomFileTest {
  private static final Dataset IMAGE = Dataset.builder()
      .put(Tags.SPECIFIC_CHARACTER_SET, "ISO_IR 192")
      .put(Tags.SOP_CLASS_UID, Uids.CT_IMAGE_STORAGE.value())
      .put(Tags.SOP_INSTANCE_UID, "1.2.3")
      .put(Tags.PATIENT_NAME, "Đặng^Thị Hường")
      .put(Tags.ROWS, 2)
      .put(Tags.COLUMNS, 2)
      .put(Tags.PIXEL_DATA, Bytes.hex("0100 0200 0300 0400"))
      .build();

  @TempDir Path directory;

  @Test
  void readsWhatItWroteInEachForm() throws IOException {
    Path file = directory.resolve("image.dcm");
    for (var syntax : new TransferSyntax[] {
        TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
        TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
        TransferSyntax.EXPLICIT_VR_BIG_ENDIAN,
        TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN}) {
      DicomFile.of(IMAGE, syntax).write(file);

      DicomFile read = DicomFile.read(file);

      assertThat(read.dataset()).as(syntax.name()).isEqualTo(IMAGE);
      assertThat(read.meta().syntax()).isEqualTo(syntax);
      assertThat(read.meta().sopInstance()).contains("1.2.3");
    }
  }

  @Test
  void leavesPixelDataInTheFileWhenReadingTheHeader() throws IOException {
    Path file = directory.resolve("image.dcm");
    DicomFile.of(IMAGE, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN).write(file);

    DicomHeader header = DicomFile.readHeader(file);

    assertThat(header.dataset().contains(Tags.PIXEL_DATA)).isFalse();
    assertThat(header.dataset().string(Tags.PATIENT_NAME)).contains("Đặng^Thị Hường");
    assertThat(header.pixelData()).contains(new ElementLocation(
        Tags.PIXEL_DATA, Vr.OW, Files.size(file) - 8, 8));
  }

  @Test
  void writesARealFileAsItWas() throws IOException {
    Path file = Samples.pydicom("CT_small.dcm");
    var written = new ByteArrayOutputStream();

    DicomFile.read(file).write(written);

    assertThat(Bytes.wrap(written.toByteArray()).toHex())
        .isEqualTo(Bytes.wrap(Files.readAllBytes(file)).toHex());
  }
}
