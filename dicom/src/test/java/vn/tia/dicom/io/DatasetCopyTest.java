package vn.tia.dicom.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import vn.tia.dicom.data.AttributePath;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Edit;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.SpecificCharacterSet;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.data.Vr;
import vn.tia.dicom.testkit.RandomDatasets;
import vn.tia.dicom.testkit.Samples;

class DatasetCopyTest {
  private static final TransferSyntax EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
  private static final Tag PADDING = Tag.of(0xFFFC, 0xFFFC);
  private static final Tag BEHIND = Tag.of(0xFFFA, 0x0010);

  private static Element text(Tag tag, Vr vr, String value) {
    return new Element(tag, vr, new Value.Text(List.of(value)));
  }

  private static Bytes copied(Bytes source, TransferSyntax syntax, List<Edit> edits)
      throws IOException {
    var out = new ByteArrayOutputStream();
    DatasetCopy.with(edits).copy(source.stream(), syntax, out, syntax);
    return Bytes.wrap(out.toByteArray());
  }

  /// An image whose pixel data and private data are long enough to pass by.
  private static Dataset image(long seed) {
    byte[] pixels = new byte[200_000];
    new Random(seed).nextBytes(pixels);
    return RandomDatasets.ofDictionary(seed).toBuilder()
        .put(Tags.PATIENT_NAME, "Nguyễn^Văn An")
        .put(text(Tag.of(0x0009, 0x0010), Vr.LO, "TIA"))
        .put(new Element(Tag.of(0x0009, 0x1001), Vr.OB,
            new Value.Binary(Bytes.wrap(pixels, 0, 70_000))))
        .put(new Element(Tags.PIXEL_DATA, Vr.OW, new Value.Binary(Bytes.wrap(pixels))))
        .put(new Element(PADDING, Vr.OB, new Value.Binary(Bytes.wrap(new byte[100]))))
        .build();
  }

  @Test
  void leavesBytesAsTheyAreWithoutEdits() throws IOException {
    for (long seed : RandomDatasets.seeds(20)) {
      for (TransferSyntax syntax : List.of(EXPLICIT, TransferSyntax.EXPLICIT_VR_BIG_ENDIAN,
          TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN)) {
        Bytes source = DatasetWriter.toBytes(image(seed), syntax);

        assertThat(copied(source, syntax, List.of())).as("seed %d", seed).isEqualTo(source);
      }
    }
  }

  @Test
  void makesTheSameChangesAsInMemory() throws IOException {
    List<Edit> edits = List.of(
        new Edit.Put(text(Tags.PATIENT_NAME, Vr.PN, "Đặng^Hường")),
        new Edit.Put(text(Tags.PATIENT_ID, Vr.LO, "X1")),
        new Edit.Clear(Tags.STUDY_DATE),
        new Edit.Replace(text(Tags.STATION_NAME, Vr.SH, "S")),
        new Edit.Remove(PADDING),
        new Edit.Put(text(BEHIND, Vr.LO, "behind the pixel data")),
        new Edit.Everywhere(List.of(new Edit.Replace(text(Tags.MODALITY, Vr.CS, "OT")))),
        new Edit.RemovePrivate());
    for (long seed : RandomDatasets.seeds(30)) {
      Dataset image = image(seed);
      Bytes source = DatasetWriter.toBytes(image, EXPLICIT);

      assertThat(copied(source, EXPLICIT, edits)).as("seed %d", seed)
          .isEqualTo(DatasetWriter.toBytes(image.apply(edits), EXPLICIT));
    }
  }

  @Test
  void takesAwayReplacesAndEmptiesLongValues() throws IOException {
    Dataset image = image(1);
    Bytes source = DatasetWriter.toBytes(image, EXPLICIT);
    var small = new Element(Tags.PIXEL_DATA, Vr.OW, new Value.Binary(Bytes.hex("0102")));
    for (Edit edit : List.of(new Edit.Remove(Tags.PIXEL_DATA), new Edit.Clear(Tags.PIXEL_DATA),
        new Edit.Put(small), new Edit.Replace(small))) {
      assertThat(copied(source, EXPLICIT, List.of(edit)))
          .isEqualTo(DatasetWriter.toBytes(image.apply(List.of(edit)), EXPLICIT));
    }
  }

  @Test
  void copiesFragmentsAsTheyAre() throws IOException {
    TransferSyntax rle = TransferSyntax.RLE_LOSSLESS;
    Dataset image = Dataset.builder()
        .put(Tags.PATIENT_ID, "1")
        .put(new Element(Tags.PIXEL_DATA, Vr.OB, new Value.Fragments(Bytes.hex("00000000"),
            List.of(Bytes.hex("0102"), Bytes.hex(""), Bytes.hex("03040506")))))
        .put(text(BEHIND, Vr.LO, "behind"))
        .build();
    Bytes source = DatasetWriter.toBytes(image, rle);
    List<Edit> removal = List.of(new Edit.Remove(Tags.PIXEL_DATA));

    assertThat(copied(source, rle, List.of())).isEqualTo(source);
    assertThat(copied(source, rle, removal))
        .isEqualTo(DatasetWriter.toBytes(image.apply(removal), rle));
    assertThatThrownBy(() -> DatasetCopy.with(List.of())
        .copy(source.stream(), rle, OutputStream.nullOutputStream(), EXPLICIT))
        .hasMessage("(7FE0,0010) is encapsulated, and the target has no place for that");
  }

  @Test
  void copiesFromOneTransferSyntaxIntoAnother() throws IOException {
    Dataset image = image(7).apply(List.of(new Edit.RemovePrivate()));
    List<TransferSyntax> syntaxes = List.of(EXPLICIT, TransferSyntax.EXPLICIT_VR_BIG_ENDIAN,
        TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
        TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN);
    for (TransferSyntax from : syntaxes) {
      for (TransferSyntax to : syntaxes) {
        var out = new ByteArrayOutputStream();
        Bytes source = DatasetWriter.toBytes(image, from);
        DatasetCopy.with(List.of()).copy(source.stream(), from, out, to);

        assertThat(new DatasetReader(Bytes.wrap(out.toByteArray()).stream(), to).read())
            .as("%s to %s", from.name(), to.name()).isEqualTo(image);
      }
    }
  }

  @Test
  void convertsAllTextWhereAnEditBringsWhatTheSetCannotHold() throws IOException {
    Dataset latin = Dataset.builder()
        .put(Tags.SPECIFIC_CHARACTER_SET, "ISO_IR 100")
        .put(Tags.INSTITUTION_NAME, "Hôpital")
        .put(new Element(Tags.PIXEL_DATA, Vr.OW, new Value.Binary(Bytes.wrap(new byte[80_000]))))
        .put(text(BEHIND, Vr.LO, "été"))
        .build();
    Bytes source = DatasetWriter.toBytes(latin, EXPLICIT);
    Edit name = new Edit.Put(text(Tags.PATIENT_NAME, Vr.PN, "Đặng^Hường"));

    Dataset read = new DatasetReader(copied(source, EXPLICIT, List.of(name)).stream(), EXPLICIT)
        .read();

    assertThat(read.characterSet()).contains(SpecificCharacterSet.UTF_8);
    assertThat(read.string(Tags.PATIENT_NAME)).contains("Đặng^Hường");
    assertThat(read.string(Tags.INSTITUTION_NAME)).contains("Hôpital");
    assertThat(read.string(BEHIND)).contains("été");
  }

  @Test
  void changesNestedAttributesByPath() throws IOException {
    Dataset exam = Dataset.builder()
        .putItems(Tags.REQUEST_ATTRIBUTES_SEQUENCE, List.of(
            Dataset.builder().put(Tags.SCHEDULED_PROCEDURE_STEP_ID, "A").build(),
            Dataset.builder().put(Tags.SCHEDULED_PROCEDURE_STEP_ID, "B").build()))
        .build();
    AttributePath path =
        AttributePath.parse("RequestAttributesSequence[1].ScheduledProcedureStepID");
    Edit edit = path.at(new Edit.Put(text(path.tag(), Vr.SH, "C")));

    Dataset read = new DatasetReader(copied(
        DatasetWriter.toBytes(exam, EXPLICIT), EXPLICIT, List.of(edit)).stream(), EXPLICIT).read();

    assertThat(read.items(Tags.REQUEST_ATTRIBUTES_SEQUENCE).stream()
        .map(item -> item.string(Tags.SCHEDULED_PROCEDURE_STEP_ID).orElseThrow()))
        .containsExactly("A", "C");
    assertThat(path).hasToString("RequestAttributesSequence[1].ScheduledProcedureStepID");
  }

  @Test
  void copiesFilesAndLetsTheirHeaderFollow() throws IOException {
    Path file = Samples.pydicom("CT_small.dcm");
    var out = new ByteArrayOutputStream();
    Edit uid = new Edit.Put(text(Tags.SOP_INSTANCE_UID, Vr.UI, "1.2.3"));

    try (InputStream in = Files.newInputStream(file)) {
      DatasetCopy.with(List.of(uid)).copyFile(in, out);
    }

    DicomFile before = DicomFile.read(file);
    DicomFile after =
        DicomFile.read(Bytes.wrap(out.toByteArray()).stream(), ReadSettings.DEFAULT);
    assertThat(after.meta().sopInstance()).contains("1.2.3");
    assertThat(after.meta().syntax()).isEqualTo(before.meta().syntax());
    assertThat(after.dataset()).isEqualTo(before.dataset().apply(List.of(uid)));
  }

  @Test
  void copiesThreeGigabytesInConstantMemory() throws Exception {
    long length = 3L << 30;
    Bytes head = Bytes.hex("1000 2000 4C4F 0200 3120 E07F 1000 4F57 0000 000000C0");
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    var counting = new CountingStream(OutputStream.nullOutputStream());
    Edit name = new Edit.Put(text(Tags.PATIENT_NAME, Vr.PN, "A^B"));

    long before = threads.getCurrentThreadAllocatedBytes();
    DatasetCopy.with(List.of(name)).copy(
        new SequenceInputStream(head.stream(), new Zeros(length)), EXPLICIT, counting, EXPLICIT);
    long taken = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(counting.count()).isEqualTo(head.length() + 12 + length);
    assertThat(taken).isLessThan(1 << 20);
  }

  @Test
  void handsLongValuesToASinkAsTheyPass() throws Exception {
    Dataset image = image(3);
    Bytes source = DatasetWriter.toBytes(image, EXPLICIT);
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    var settings = ReadSettings.DEFAULT.passingBulkFrom(100_000, (where, value) -> {
      assertThat(where.tag()).isEqualTo(Tags.PIXEL_DATA);
      value.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
    });

    Dataset read = new DatasetReader(source.stream(), EXPLICIT, settings).read();

    var bulk = (Value.Bulk) read.get(Tags.PIXEL_DATA).orElseThrow().value();
    Bytes pixels = image.bytes(Tags.PIXEL_DATA).orElseThrow();
    assertThat(source.slice((int) bulk.offset(), (int) bulk.length())).isEqualTo(pixels);
    assertThat(digest.digest())
        .isEqualTo(MessageDigest.getInstance("SHA-256").digest(pixels.toArray()));
    assertThat(read.contains(PADDING)).isTrue();
  }

  @Test
  void handsFragmentsToASinkWithTheirHeaders() throws IOException {
    Bytes items = Bytes.hex("FEFF00E0 04000000 00000000 FEFF00E0 02000000 0102");
    Bytes source = Bytes.concat(Bytes.hex("E07F 1000 4F42 0000 FFFFFFFF"), items,
        Bytes.hex("FEFF DDE0 00000000"));
    var out = new ByteArrayOutputStream();

    new DatasetReader(source.stream(), TransferSyntax.RLE_LOSSLESS,
        ReadSettings.DEFAULT.passingBulkFrom(1, (where, value) -> value.transferTo(out))).read();

    assertThat(Bytes.wrap(out.toByteArray())).isEqualTo(items);
  }

  @Test
  void saysWhereASourceEnds() {
    Bytes cut = Bytes.hex("E07F 1000 4F57 0000 00000100 0102");

    assertThatThrownBy(() -> copied(cut, EXPLICIT, List.of()))
        .isInstanceOf(DicomParseException.class)
        .hasMessage("(7FE0,0010) at byte 14: the stream ended within an element");
  }

  /// So many zeros, made when they are read.
  private static final class Zeros extends InputStream {
    private long left;

    Zeros(long count) {
      left = count;
    }

    @Override
    public int read() {
      return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] target, int from, int length) {
      int count = (int) Math.min(length, left);
      left -= count;
      return count == 0 ? -1 : count;
    }
  }
}
