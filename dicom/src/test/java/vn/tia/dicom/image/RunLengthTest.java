package vn.tia.dicom.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.tia.dicom.data.Bytes;

class RunLengthTest {
  private static final String ONE_SEGMENT = """
      01000000 40000000                        # one segment, at byte 64
      00000000 00000000 00000000 00000000 00000000 00000000 00000000
      00000000 00000000 00000000 00000000 00000000 00000000 00000000
      """;

  @Test
  void unpacksRunsLiteralsAndNoOperations() throws Exception {
    Bytes frame = Bytes.hex(ONE_SEGMENT + """
        FE AA                                  # three times AA
        80                                     # nothing
        02 01 02 03                            # three bytes as they are
        """);

    assertThat(RunLength.decode(frame, 1, 6)[0]).containsExactly(0xAA, 0xAA, 0xAA, 1, 2, 3);
  }

  @Test
  void dropsWhatFollowsTheLastPixel() throws Exception {
    Bytes frame = Bytes.hex(ONE_SEGMENT + "FB 07 00 00");

    assertThat(RunLength.decode(frame, 1, 4)[0]).containsExactly(7, 7, 7, 7);
  }

  @Test
  void endsRunsAtTheEndOfARow() {
    byte[] plane = {5, 5, 5, 5, 5, 5};

    assertThat(RunLength.encode(new byte[][] {plane}, 3).slice(64, 4))
        .isEqualTo(Bytes.hex("FE 05 FE 05"));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void readsBackWhatItWrote(long seed) throws Exception {
    Random random = new Random(seed);
    int rowBytes = 1 + random.nextInt(300);
    int rows = 1 + random.nextInt(20);
    byte[][] planes = new byte[1 + random.nextInt(15)][rowBytes * rows];
    for (byte[] plane : planes) {
      int value = 0;
      for (int i = 0; i < plane.length; i++) {
        value = random.nextInt(4) == 0 ? random.nextInt(256) : value;
        plane[i] = (byte) value;
      }
    }

    Bytes frame = RunLength.encode(planes, rowBytes);

    assertThat(frame.length() % 2).isZero();
    assertThat(RunLength.decode(frame, planes.length, rowBytes * rows)).isDeepEqualTo(planes);
  }

  @Test
  void refusesAnotherNumberOfSegments() {
    assertThatThrownBy(() -> RunLength.decode(Bytes.hex(ONE_SEGMENT + "FE AA"), 2, 3))
        .isInstanceOf(PixelDataException.class)
        .hasMessage("the RLE header says 1 segments, the pixels need 2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"3F000000", "42000000", "FFFFFFFF", "00000080", "00000000"})
  void refusesSegmentsOutsideTheFrame(String offset) {
    Bytes frame = Bytes.hex(ONE_SEGMENT.replace("40000000", offset) + "FE AA");

    assertThatThrownBy(() -> RunLength.decode(frame, 1, 3))
        .isInstanceOf(PixelDataException.class)
        .hasMessageMatching("RLE segment 1 starts at byte \\d+ of 66, "
            + "which is not after the one before");
  }

  @Test
  void takesNoMemoryForAPlaneThatTheSegmentCanNotFill() {
    assertThatThrownBy(
            () -> RunLength.decode(Bytes.hex(ONE_SEGMENT + "81 AA"), 1, Integer.MAX_VALUE - 8))
        .isInstanceOf(PixelDataException.class)
        .hasMessage("RLE segment 1 of 2 bytes can't hold a plane of 2147483639 bytes");
  }

  @Test
  void saysWhereASegmentEnded() {
    assertThatThrownBy(() -> RunLength.decode(Bytes.hex(ONE_SEGMENT + "01 AA"), 1, 2))
        .hasMessage("an RLE segment ends after 1 of 2 bytes");
    assertThatThrownBy(() -> RunLength.decode(Bytes.hex("0100"), 1, 2))
        .hasMessage("an RLE header has 64 bytes, the frame has 2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"CT_small.dcm", "MR_small.dcm", "SC_rgb_small_odd.dcm"})
  void readsWhatDcmtkPacked(String name, @TempDir Path directory) throws Exception {
    Path plain = Corpus.pydicom(name);
    Path packed = directory.resolve("packed.dcm");
    assertThat(Corpus.run("dcmcrle", plain.toString(), packed.toString())).isZero();

    try (ImageFile ours = ImageFile.open(packed); ImageFile original = ImageFile.open(plain)) {
      int[] expected = ((Decoded.Pixels) original.decode(0)).samples().toArray();
      assertThat(((Decoded.Pixels) ours.decode(0)).samples().toArray()).isEqualTo(expected);
    }
  }
}
