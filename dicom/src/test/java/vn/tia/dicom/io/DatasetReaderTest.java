package vn.tia.dicom.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.data.Vr;

class DatasetReaderTest {
  private static final TransferSyntax EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
  private static final TransferSyntax IMPLICIT = TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN;

  private static Dataset read(TransferSyntax syntax, String picture) throws IOException {
    return new DatasetReader(Bytes.hex(picture).stream(), syntax).read();
  }

  @Test
  void readsEachForm() throws IOException {
    var expected = Dataset.builder()
        .put(Tags.MODALITY, "CT").put(Tags.ROWS, 512).put(Tags.PIXEL_DATA, Bytes.hex("0102"))
        .build();

    assertThat(read(EXPLICIT, """
        0800 6000 4353 0200 4354             # (0008,0060) CS Modality
        2800 1000 5553 0200 0002             # (0028,0010) US Rows
        E07F 1000 4F57 0000 02000000 0102    # (7FE0,0010) OW Pixel Data
        """)).isEqualTo(expected);
    assertThat(read(IMPLICIT, """
        0800 6000 02000000 4354              # (0008,0060) Modality
        2800 1000 02000000 0002              # (0028,0010) Rows
        E07F 1000 02000000 0102              # (7FE0,0010) Pixel Data
        """)).isEqualTo(expected);
    assertThat(read(TransferSyntax.EXPLICIT_VR_BIG_ENDIAN, """
        0008 0060 4353 0002 4354             # (0008,0060) CS Modality
        0028 0010 5553 0002 0200             # (0028,0010) US Rows
        7FE0 0010 4F57 0000 00000002 0201    # (7FE0,0010) OW Pixel Data
        """)).isEqualTo(expected);
  }

  @Test
  void readsSequencesOfAnnouncedAndOfUndefinedLength() throws IOException {
    var expected = Dataset.builder()
        .putItems(Tags.REQUEST_ATTRIBUTES_SEQUENCE, List.of(
            Dataset.builder().put(Tags.SCHEDULED_PROCEDURE_STEP_ID, "S1").build(), Dataset.EMPTY))
        .build();

    assertThat(read(EXPLICIT, """
        4000 7502 5351 0000 1A000000         # (0040,0275) SQ
        FEFF 00E0 0A000000                   #   item
        4000 0900 5348 0200 5331             #     (0040,0009) SH
        FEFF 00E0 00000000                   #   empty item
        """)).isEqualTo(expected);
    assertThat(read(EXPLICIT, """
        4000 7502 5351 0000 FFFFFFFF         # (0040,0275) SQ
        FEFF 00E0 FFFFFFFF                   #   item
        4000 0900 5348 0200 5331             #     (0040,0009) SH
        FEFF 0DE0 00000000                   #   item delimiter
        FEFF 00E0 FFFFFFFF                   #   empty item
        FEFF 0DE0 00000000                   #   item delimiter
        FEFF DDE0 00000000                   # sequence delimiter
        """)).isEqualTo(expected);
  }

  @Test
  void endsAnItemWhoseDelimiterIsMissing() throws IOException {
    var dataset = read(EXPLICIT, """
        4000 7502 5351 0000 FFFFFFFF         # (0040,0275) SQ
        FEFF 00E0 FFFFFFFF                   #   item
        4000 0900 5348 0200 5331             #     (0040,0009) SH
        FEFF 00E0 FFFFFFFF                   #   next item
        FEFF DDE0 00000000                   # sequence delimiter
        """);

    assertThat(dataset.items(Tags.REQUEST_ATTRIBUTES_SEQUENCE)).hasSize(2);
  }

  @Test
  void readsAnUnknownElementOfUndefinedLengthAsImplicitSequence() throws IOException {
    var dataset = read(EXPLICIT, """
        0900 0110 554E 0000 FFFFFFFF         # (0009,1001) UN
        FEFF 00E0 FFFFFFFF                   #   item
        4000 0900 02000000 5331              #     (0040,0009) without VR
        FEFF 0DE0 00000000                   #   item delimiter
        FEFF DDE0 00000000                   # sequence delimiter
        1000 2000 4C4F 0200 3432             # (0010,0020) LO
        """);

    assertThat(dataset.items(Tag.of(0x0009, 0x1001)).getFirst()
        .string(Tags.SCHEDULED_PROCEDURE_STEP_ID)).contains("S1");
    assertThat(dataset.string(Tags.PATIENT_ID)).contains("42");
  }

  @Test
  void readsAKnownSequenceThatSomeoneDidNotKnow() throws IOException {
    var dataset = read(EXPLICIT, """
        4000 7502 554E 0000 12000000         # (0040,0275) UN
        FEFF 00E0 0A000000                   #   item
        4000 0900 02000000 5331              #     (0040,0009) without VR
        """);

    assertThat(dataset.items(Tags.REQUEST_ATTRIBUTES_SEQUENCE)).hasSize(1);
  }

  @Test
  void keepsTheBytesOfAnUnknownSequenceThatHasNoItems() throws IOException {
    var dataset = read(EXPLICIT, "4000 7502 554E 0000 08000000 0102030405060708");

    assertThat(dataset.bytes(Tags.REQUEST_ATTRIBUTES_SEQUENCE))
        .contains(Bytes.hex("0102030405060708"));
  }

  @Test
  void readsEncapsulatedPixelData() throws IOException {
    var dataset = read(TransferSyntax.RLE_LOSSLESS, """
        E07F 1000 4F42 0000 FFFFFFFF         # (7FE0,0010) OB
        FEFF 00E0 04000000 00000000          #   basic offset table
        FEFF 00E0 02000000 ABCD              #   fragment
        FEFF DDE0 00000000                   # sequence delimiter
        """);

    assertThat(dataset.get(Tags.PIXEL_DATA).orElseThrow().value()).isEqualTo(
        new Value.Fragments(Bytes.hex("00000000"), List.of(Bytes.hex("ABCD"))));
  }

  @Test
  void takesTheCharacterSetOfEachItem() throws IOException {
    var dataset = read(EXPLICIT, """
        0800 0500 4353 0A00 49534F5F495220313932   # (0008,0005) CS ISO_IR 192
        4000 7502 5351 0000 38000000               # (0040,0275) SQ
        FEFF 00E0 0A000000                         #   item
        1000 1000 504E 0200 C490                   #     (0010,0010) PN Đ
        FEFF 00E0 1E000000                         #   item
        0800 0500 4353 0A00 49534F5F495220313030   #     (0008,0005) CS ISO_IR 100
        1000 1000 504E 0400 C4C4C4C4               #     (0010,0010) PN Latin-1
        1000 2000 4C4F 0200 C490                   # (0010,0020) LO Đ again
        """);

    var items = dataset.items(Tags.REQUEST_ATTRIBUTES_SEQUENCE);
    assertThat(items.get(0).string(Tags.PATIENT_NAME)).contains("Đ");
    assertThat(items.get(1).string(Tags.PATIENT_NAME)).contains("ÄÄÄÄ");
    assertThat(dataset.string(Tags.PATIENT_ID)).contains("Đ");
  }

  @Test
  void readsSignedPixelValuesWhereNoVrSaysIt() throws IOException {
    var dataset = read(IMPLICIT, """
        2800 0301 02000000 0100              # (0028,0103) Pixel Representation: signed
        2800 2001 02000000 30F8              # (0028,0120) Pixel Padding Value
        """);

    assertThat(dataset.get(Tags.PIXEL_PADDING_VALUE).orElseThrow().vr()).isEqualTo(Vr.SS);
    assertThat(dataset.integer(Tags.PIXEL_PADDING_VALUE)).hasValue(-2000);
  }

  @Test
  void understandsOddLengthsWrongOrderAndGroupLengths() throws IOException {
    var dataset = read(EXPLICIT, """
        1000 0000 554C 0400 FFFFFF7F         # (0010,0000) UL, wrong
        1000 2000 4C4F 0300 343231           # (0010,0020) LO of 3 bytes
        0800 6000 4353 0200 4354             # (0008,0060) CS, out of order
        1000 2000 4C4F 0200 3432             # (0010,0020) LO again
        """);

    assertThat(dataset.elements().map(Element::tag)).containsExactly(
        Tags.MODALITY, Tag.of(0x0010, 0), Tags.PATIENT_ID);
    assertThat(dataset.string(Tags.PATIENT_ID)).contains("42");
  }

  @Test
  void passesOverZerosOrADelimiterBehindTheEnd() throws IOException {
    String modality = "0800 6000 4353 0200 4354";

    assertThat(read(EXPLICIT, modality + "00".repeat(300)).size()).isEqualTo(1);
    assertThat(read(EXPLICIT, modality + "FEFF DDE0 00000000").size()).isEqualTo(1);
  }

  @Test
  void stopsBeforeATagAndSaysWhatFollows() throws IOException {
    var settings = ReadSettings.DEFAULT.stoppingBefore(Tags.ROWS);
    var reader = new DatasetReader(Bytes.hex("""
        0800 6000 4353 0200 4354             # (0008,0060) CS
        2800 1100 5553 0200 0002             # (0028,0011) US
        """).stream(), EXPLICIT, settings);

    assertThat(reader.read().size()).isEqualTo(1);
    assertThat(reader.position()).isEqualTo(10);
    assertThat(reader.next()).contains(new ElementLocation(Tags.COLUMNS, Vr.US, 18, 2));
  }

  @Test
  void leavesBulkInTheSource() throws IOException {
    var settings = ReadSettings.DEFAULT.leavingBulkFrom(4);
    var dataset = new DatasetReader(Bytes.hex("""
        0900 0110 4F42 0000 02000000 0102    # (0009,1001) OB, short
        0900 0210 4F42 0000 04000000 01020304
        E07F 1000 4F42 0000 FFFFFFFF         # (7FE0,0010) OB
        FEFF 00E0 00000000                   #   basic offset table
        FEFF 00E0 02000000 ABCD              #   fragment
        FEFF DDE0 00000000                   # sequence delimiter
        """).stream(), EXPLICIT, settings).read();

    assertThat(dataset.elements().map(Element::value)).containsExactly(
        new Value.Binary(Bytes.hex("0102")), new Value.Bulk(26, 4), new Value.Bulk(42, -1));
  }

  @Test
  void refusesOtherBytesWithPlaceAndReason() {
    assertThatThrownBy(() -> read(EXPLICIT, """
        4000 7502 5351 0000 FFFFFFFF         # (0040,0275) SQ
        FEFF 00E0 FFFFFFFF                   #   item
        4000 0900 5348 0900 5331             #     (0040,0009) SH, 7 bytes short
        """))
        .isInstanceOfSatisfying(DicomParseException.class, e -> {
          assertThat(e.reason()).isEqualTo(DicomParseException.Reason.TRUNCATED);
          assertThat(e.path()).isEqualTo("(0040,0275)[0].(0040,0009)");
          assertThat(e.offset()).isEqualTo(28);
        })
        .hasMessage("(0040,0275)[0].(0040,0009) at byte 28: the stream ended within an element");
  }

  @Test
  void readsAllTextInTheSetThatIsDeclaredLate() throws IOException {
    Dataset read = read(EXPLICIT, """
        1000 1000 504E 0400 C490 5E41        # (0010,0010) PN Đ^A in UTF-8, before its set
        0800 0500 4353 0A00 49534F5F495220313932
        """);

    assertThat(read.string(Tags.PATIENT_NAME)).contains("Đ^A");
    assertThat(read(EXPLICIT, DatasetWriter.toBytes(read, EXPLICIT).toHex())).isEqualTo(read);
  }

  @Test
  void readsTheNamesOfCharacterSetsAsCodesWhateverTheirVr() throws IOException {
    Dataset read = read(EXPLICIT, "0800 0500 5354 0A00 49534F5F495220313932");

    assertThat(read).isEqualTo(
        Dataset.builder().put(Tags.SPECIFIC_CHARACTER_SET, "ISO_IR 192").build());
  }

  @Test
  void refusesElementsOfFileHeaders() {
    assertThatThrownBy(() -> read(EXPLICIT, """
        0200 1000 5549 0200 3100             # (0002,0010) Transfer Syntax UID
        0800 6000 4353 0200 4354
        """)).hasMessage(
            "(0002,0010) at byte 20: an element of file headers within a data set");
  }
}
