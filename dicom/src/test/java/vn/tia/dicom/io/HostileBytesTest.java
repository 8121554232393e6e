package vn.tia.dicom.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.management.ManagementFactory;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.io.DicomParseException.Reason;
import vn.tia.dicom.testkit.RandomDatasets;

/// Rows 1 to 5 of the bad inputs, and bytes cut and changed at random.
class HostileBytesTest {
  private static final TransferSyntax EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
  private static final TransferSyntax DEFLATED =
      TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN;
  private static final int MEGABYTE = 1 << 20;

  private static void read(InputStream in, TransferSyntax syntax) throws IOException {
    new DatasetReader(in, syntax).read();
  }

  private static void refuses(String picture, Reason reason, String message) {
    assertThatThrownBy(() -> read(Bytes.hex(picture).stream(), EXPLICIT))
        .isInstanceOfSatisfying(DicomParseException.class,
            e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"F0FFFFFF", "F0FFFF3F", "F0FFFF7F"})
  void row1AllocatesByTheBytesThatArrived(String length) {
    String picture = "E07F 1000 4F42 0000 " + length + "00".repeat(20);
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    refuses(picture, Reason.TRUNCATED,
        "(7FE0,0010) at byte 32: the stream ended within an element");

    long before = threads.getCurrentThreadAllocatedBytes();
    assertThatThrownBy(() -> read(Bytes.hex(picture).stream(), EXPLICIT))
        .isInstanceOf(DicomParseException.class);

    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(MEGABYTE);
  }

  @Test
  void row2RefusesUndefinedLengthWhereTheVrHasNone() {
    refuses("1000 2000 5554 0000 FFFFFFFF", Reason.MALFORMED,
        "(0010,0020) at byte 12: UT of undefined length");
    assertThatThrownBy(() -> read(
        Bytes.hex("1000 2000 FFFFFFFF").stream(), TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN))
        .hasMessage("(0010,0020) at byte 8: LO of undefined length");
  }

  @Test
  void row3ReadsSequencesAsDeepAsTheLimit() throws IOException {
    assertThat(new DatasetReader(nested(64), EXPLICIT).read().size()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {65, 10_000, 1_000_000})
  void row3RefusesSequencesNestedDeeper(int depth) {
    assertThatThrownBy(() -> read(nested(depth), EXPLICIT))
        .isInstanceOf(DicomParseException.class)
        .hasMessageEndingWith("sequences nested deeper than 64")
        .hasMessageStartingWith("(0040,0275)[0].(0040,0275)[0].");
  }

  private static InputStream nested(int depth) {
    Bytes open = Bytes.hex("4000 7502 5351 0000 FFFFFFFF FEFF 00E0 FFFFFFFF");
    Bytes close = Bytes.hex("FEFF 0DE0 00000000 FEFF DDE0 00000000");
    return new SequenceInputStream(repeated(open, depth), repeated(close, depth));
  }

  private static InputStream repeated(Bytes part, int count) {
    byte[] all = new byte[part.length() * count];
    for (int i = 0; i < count; i++) {
      part.copyTo(all, i * part.length());
    }
    return Bytes.wrap(all).stream();
  }

  @Test
  void row4RefusesLengthsThatDoNotFit() {
    refuses("""
        4000 7502 5351 0000 08000000         # (0040,0275) SQ of 8 bytes
        FEFF 00E0 0A000000                   #   item of 10 bytes
        4000 0900 5348 0200 5331
        """, Reason.MALFORMED,
        "(0040,0275) at byte 20: an item of 10 bytes in a sequence that has 0 left");
    refuses("""
        4000 7502 5351 0000 12000000         # (0040,0275) SQ of 18 bytes
        FEFF 00E0 0A000000                   #   item of 10 bytes
        4000 0900 5348 0400 53312020         #     4 bytes where 2 are left
        """, Reason.MALFORMED, "(0040,0275)[0].(0040,0009) at byte 28: "
            + "SH of 4 bytes in an item that has 2 left");
  }

  @Test
  void row4RefusesASequenceWithoutAnEnd() {
    refuses("""
        4000 7502 5351 0000 FFFFFFFF         # (0040,0275) SQ
        FEFF 00E0 FFFFFFFF                   #   item
        4000 0900 5348 0200 5331             #     (0040,0009)
        """, Reason.TRUNCATED,
        "(0040,0275)[0].(0040,0009) at byte 30: the stream ended within an element");
  }

  @Test
  void row5StopsInflatingABomb() throws IOException {
    var bomb = new ByteArrayOutputStream();
    var deflater = new Deflater(9, true);
    try (var out = new DeflaterOutputStream(bomb, deflater)) {
      Bytes.hex("E07F 1000 4F42 0000 0000FF3F").writeTo(out);
      byte[] zeros = new byte[MEGABYTE];
      for (int i = 0; i < 64; i++) {
        out.write(zeros);
      }
    }
    deflater.end();

    assertThatThrownBy(() -> read(Bytes.wrap(bomb.toByteArray()).stream(), DEFLATED))
        .isInstanceOfSatisfying(DicomParseException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.LIMIT))
        .hasMessageEndingWith("deflated bytes became more than the limits allow");
  }

  @Test
  void refusesMoreElementsThanTheLimit() {
    var settings = ReadSettings.of(ReadLimits.DEFAULT.withElementsMax(3));
    Bytes four = Bytes.hex("0800 6000 4353 0200 4354".repeat(4));

    assertThatThrownBy(() -> new DatasetReader(four.stream(), EXPLICIT, settings).read())
        .hasMessage("(0008,0060) at byte 38: more than 3 elements and items");
  }

  @Test
  void refusesMoreBytesThanTheLimit() {
    var settings = ReadSettings.of(ReadLimits.DEFAULT.withDatasetBytesMax(3));
    Bytes four = Bytes.hex("0800 6000 4353 0200 4354".repeat(2));

    assertThatThrownBy(() -> new DatasetReader(four.stream(), EXPLICIT, settings).read())
        .hasMessage("(0008,0060) at byte 18: values of more than 3 bytes");
  }

  @Test
  void readsAHundredThousandEmptyItemsOfAnUnknownElement() throws IOException {
    Bytes items = Bytes.hex("0900 0110 554E 0000 FFFFFFFF"
        + "FEFF 00E0 00000000".repeat(100_000) + "FEFF DDE0 00000000");

    Dataset dataset = new DatasetReader(items.stream(), EXPLICIT).read();

    assertThat(dataset.elementAt(0).items()).hasSize(100_000);
  }

  @Test
  void readsOrRefusesEveryCut() throws IOException {
    for (long seed : RandomDatasets.seeds(10)) {
      Bytes whole = DatasetWriter.toBytes(RandomDatasets.ofAllVrs(seed), EXPLICIT);
      for (int length = 0; length < whole.length(); length += 1 + length / 50) {
        readOrRefuse(whole.slice(0, length), EXPLICIT, seed);
      }
    }
  }

  @Test
  void readsOrRefusesBytesChangedAtRandom() throws IOException {
    for (long seed : RandomDatasets.seeds(200)) {
      var random = new Random(seed);
      for (TransferSyntax syntax : new TransferSyntax[] {EXPLICIT, DEFLATED,
          TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN, TransferSyntax.EXPLICIT_VR_BIG_ENDIAN}) {
        byte[] bytes =
            DatasetWriter.toBytes(RandomDatasets.ofDictionary(seed), syntax).toArray();
        for (int i = 1 + random.nextInt(8); i > 0; i--) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        readOrRefuse(Bytes.wrap(bytes), syntax, seed);
      }
    }
  }

  /// Nothing but a data set or a [DicomParseException] may come of any bytes.
  private static void readOrRefuse(Bytes bytes, TransferSyntax syntax, long seed)
      throws IOException {
    try {
      Dataset dataset = new DatasetReader(bytes.stream(), syntax).read();
      dataset.elements().forEach(Element::value);
      dataset.elements().forEach(Element::strings);
    } catch (DicomParseException refused) {
      assertThat(refused.offset()).as("seed %d", seed).isNotNegative();
    } catch (RuntimeException e) {
      throw new AssertionError("seed " + seed + " in " + syntax.name(), e);
    }
    Salvaged<Dataset> salvaged = new DatasetReader(bytes.stream(), syntax).salvage();
    salvaged.value().elements().forEach(Element::value);
    assertThat(salvaged.problems()).as("seed %d", seed).hasSizeLessThanOrEqualTo(100);
  }
}
