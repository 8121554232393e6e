package vn.tia.dicom.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.data.Value;
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

  @Test
  void readsTheHeaderOfAHugeFileInConstantMemory() throws IOException {
    Path file = directory.resolve("huge.dcm");
    long length = 0xFFFFFFF0L;
    var head = new ByteArrayOutputStream();
    DicomFile.writeHead(
        head, FileMetaInformation.of(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, IMAGE));
    Bytes.hex("2800 1000 5553 0200 0002  E07F 1000 4F57 0000 F0FFFFFF").writeTo(head);
    Files.write(file, head.toByteArray());
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      // A hole: the file is 4 GiB long and takes no room.
      channel.write(ByteBuffer.wrap(new byte[1]), head.size() + length - 1);
    }
    DicomFile.readHeader(file);
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    long before = threads.getCurrentThreadAllocatedBytes();
    DicomHeader header = DicomFile.readHeader(file);
    long taken = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(header.dataset().integer(Tags.ROWS)).hasValue(512);
    assertThat(header.pixelData()).contains(
        new ElementLocation(Tags.PIXEL_DATA, Vr.OW, head.size(), length));
    assertThat(taken).isLessThan(256 * 1024);
    try (InputStream in = Files.newInputStream(file)) {
      DicomFile whole = DicomFile.read(in, ReadSettings.DEFAULT.leavingBulkFrom(1024));
      assertThat(whole.dataset().get(Tags.PIXEL_DATA).orElseThrow().value())
          .isEqualTo(new Value.Bulk(head.size(), length));
    }
  }

  @Test
  void saysWhereBulkThatIsLeftOutEndsTooEarly() {
    Bytes cut = Bytes.hex("E07F 1000 4F57 0000 00100000 0102");

    assertThatThrownBy(() -> new DatasetReader(cut.stream(),
        TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, ReadSettings.DEFAULT.leavingBulkFrom(1)).read())
        .hasMessageStartingWith("(7FE0,0010) at byte ")
        .hasMessageEndingWith("the stream ended within an element");
  }

  @Test
  void readsFilesWithoutPreambleOrMetaInformation() throws IOException {
    for (var syntax : new TransferSyntax[] {
        TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
        TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
        TransferSyntax.EXPLICIT_VR_BIG_ENDIAN}) {
      Bytes bare = DatasetWriter.toBytes(IMAGE, syntax);

      DicomFile read = DicomFile.read(bare.stream(), ReadSettings.DEFAULT);

      assertThat(read.meta().syntax()).isEqualTo(syntax);
      assertThat(read.meta().elements()).isEqualTo(Dataset.EMPTY);
      assertThat(read.dataset()).isEqualTo(IMAGE);
    }
  }

  @Test
  void takesNoLettersByChanceForAPrefix() throws IOException {
    // (0008,0008) CS of 120 bytes in implicit VR, then 4 bytes that spell DICM as a tag.
    Bytes bare = Bytes.hex("0800 0800 78000000" + "41".repeat(120) + "4449 434D 04000000 42424242");

    DicomFile read = DicomFile.read(bare.stream(), ReadSettings.DEFAULT);

    assertThat(read.dataset().contains(Tag.of(0x4944, 0x4D43))).isTrue();
  }

  @Test
  void writesTextThatTheDeclaredSetCannotHoldInUtf8() throws IOException {
    var latin = Dataset.builder()
        .put(Tags.SPECIFIC_CHARACTER_SET, "ISO_IR 100")
        .put(Tags.PATIENT_NAME, "Đặng^Thị Hường")
        .putItems(Tags.REQUEST_ATTRIBUTES_SEQUENCE, List.of(Dataset.builder()
            .put(Tags.SPECIFIC_CHARACTER_SET, "ISO_IR 100")
            .put(Tags.SCHEDULED_PROCEDURE_STEP_DESCRIPTION, "ü").build()))
        .build();
    Bytes written = DatasetWriter.toBytes(latin, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);

    Dataset read =
        new DatasetReader(written.stream(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN).read();

    assertThat(read.string(Tags.SPECIFIC_CHARACTER_SET)).contains("ISO_IR 192");
    assertThat(read.string(Tags.PATIENT_NAME)).contains("Đặng^Thị Hường");
    assertThat(read.items(Tags.REQUEST_ATTRIBUTES_SEQUENCE).getFirst()
        .string(Tags.SCHEDULED_PROCEDURE_STEP_DESCRIPTION)).contains("ü");
  }

  @Test
  void refusesFragmentsWhereTheTransferSyntaxHasNoPlaceForThem() {
    var fragments = Dataset.of(new Element(Tags.PIXEL_DATA, Vr.OB,
        new Value.Fragments(Bytes.EMPTY, List.of(Bytes.hex("ABCD")))));

    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            DatasetWriter.toBytes(fragments, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN))
        .withMessage("(7FE0,0010) is encapsulated, and Explicit VR Little Endian has no place "
            + "for that");
  }

  @Test
  void readsAnEmptyDeflatedDataSet() throws IOException {
    var deflated = DicomFile.of(
        Dataset.EMPTY, TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN);
    var written = new ByteArrayOutputStream();
    deflated.write(written);

    DicomFile read = DicomFile.read(
        Bytes.wrap(written.toByteArray()).stream(), ReadSettings.DEFAULT);

    assertThat(read.dataset()).isEqualTo(Dataset.EMPTY);
  }

  @Test
  void writesTheTransferSyntaxThatItGuessed() throws IOException {
    Bytes bare = DatasetWriter.toBytes(IMAGE, TransferSyntax.EXPLICIT_VR_BIG_ENDIAN);
    var written = new ByteArrayOutputStream();
    DicomFile.read(bare.stream(), ReadSettings.DEFAULT).write(written);

    DicomFile read = DicomFile.read(
        Bytes.wrap(written.toByteArray()).stream(), ReadSettings.DEFAULT);

    assertThat(read.meta().elements().string(Tags.TRANSFER_SYNTAX_UID))
        .contains(TransferSyntax.EXPLICIT_VR_BIG_ENDIAN.uid().value());
    assertThat(read.dataset()).isEqualTo(IMAGE);
  }
}
