package vn.tia.dicom.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.DatasetBuilder;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.data.Vr;

class PaletteTest {

  private static DatasetBuilder pixels() {
    return PixelLayoutTest.gray(1, 3).put(Tags.PHOTOMETRIC_INTERPRETATION, "PALETTE COLOR")
        .put(Tags.BITS_ALLOCATED, 8).put(Tags.BITS_STORED, 8).put(Tags.HIGH_BIT, 7)
        .put(Tags.PIXEL_REPRESENTATION, 0);
  }

  /// The same table for red, green and blue.
  private static Dataset with(DatasetBuilder builder, Tag first, String data, Integer... facts) {
    for (int channel = 0; channel < 3; channel++) {
      builder
          .put(new Element(
              new Tag(Tags.RED_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR.code() + channel), Vr.US,
              new Value.Numbers(List.of(facts))))
          .put(new Element(new Tag(first.code() + channel), Vr.OW,
              new Value.Binary(Bytes.hex(data))));
    }
    return builder.build();
  }

  private static Dataset whole(String data, Integer... facts) {
    return with(pixels(), Tags.RED_PALETTE_COLOR_LOOKUP_TABLE_DATA, data, facts);
  }

  private static Dataset segmented(String data, Integer... facts) {
    return with(pixels(), Tags.SEGMENTED_RED_PALETTE_COLOR_LOOKUP_TABLE_DATA, data, facts);
  }

  private static String render(Dataset dataset, String pixels) throws PixelDataException {
    var decoded = FrameDecoder.decode(Bytes.hex(pixels), PixelLayout.of(dataset),
        TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    return Renderer.render(dataset, ((Decoded.Pixels) decoded).samples()).samples().toHex();
  }

  private static int[] entries(String data, int unit) throws PixelDataException {
    return new PaletteSegments(Bytes.hex(data), unit).entries();
  }

  @Test
  void looksColoursUpFromTheFirstValueOn() throws Exception {
    assertThat(render(whole("0011 0022 0033", 3, 5, 16), "05 06 07"))
        .isEqualTo("111111 222222 333333".replace(" ", ""));
    assertThat(render(whole("11 22 33 00", 3, 5, 8), "05 06 07"))
        .isEqualTo("111111 222222 333333".replace(" ", ""));
  }

  @Test
  void showsColoursOfEightBitsThatAreAnnouncedAsSixteen() throws Exception {
    assertThat(render(whole("1100 2200 FF00", 3, 0, 16), "00 01 02"))
        .isEqualTo("111111 222222 FFFFFF".replace(" ", ""));
  }

  @Test
  void unpacksRunsAndLines() throws Exception {
    assertThat(entries("0000 0200 0001 0002  0100 0400 0006", 2))
        .containsExactly(0x100, 0x200, 0x300, 0x400, 0x500, 0x600);
    assertThat(entries("00 02 10 20  01 02 10  00", 1)).containsExactly(16, 32, 24, 16);
  }

  @Test
  void repeatsSegmentsFromBefore() throws Exception {
    // One run, one line, and both again from byte 0 on; the line starts at the entry before it.
    assertThat(entries("0000 0100 0A00  0100 0200 1E00  0200 0200 0000 0000", 2))
        .containsExactly(10, 20, 30, 10, 20, 30);
    assertThat(entries("00 01 0A  01 02 1E  02 01 03 00 00 00", 1))
        .containsExactly(10, 20, 30, 30, 30);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "0300 0100 0000 | palette segment of kind 3 at entry 0 is none that is known",
    "0100 0100 0000 | a palette starts with a line from nowhere",
    "0000 0500 0000 | a palette segment ends behind the 6 bytes of its data",
    "0000 0000 0000 | a palette segment at entry 0 is empty",
    "0200 0100 0000 0000 | a palette segment ends behind the 8 bytes of its data",
    "0000 0100 0000 0200 0100 FFFF FFFF | a palette segment ends behind the 14 bytes of its data",
    "0000 0100 0000 0200 0200 0000 0000 | a palette segment repeats one that repeats",
    "0000 0100 0000 0100 FFFF 0000 0100 FFFF 0000 | a palette has more than 65536 entries",
  })
  void refusesSegmentsThatAreNone(String data, String why) {
    assertThatThrownBy(() -> entries(data, 2)).isInstanceOf(PixelDataException.class)
        .hasMessage(why);
  }

  @Test
  void rendersSegments() throws Exception {
    assertThat(render(segmented("0000 0100 0000  0100 0200 00FF", 3, 0, 16), "00 01 02"))
        .isEqualTo("000000 7F7F7F FFFFFF".replace(" ", ""));
  }

  // Perfusion over anatomy: values from 100 on are coloured, the others pass through the window.
  @Test
  void laysSupplementalColoursOverGrey() throws Exception {
    DatasetBuilder builder = pixels().put(Tags.PHOTOMETRIC_INTERPRETATION, "MONOCHROME2")
        .put(Tags.WINDOW_CENTER, "50").put(Tags.WINDOW_WIDTH, "100");
    Dataset gray =
        with(builder, Tags.RED_PALETTE_COLOR_LOOKUP_TABLE_DATA, "0012 0034", 2, 100, 16);
    Dataset color = gray.toBuilder().put(Tags.PIXEL_PRESENTATION, "COLOR").build();

    assertThat(render(gray, "00 64 65")).isEqualTo("00FFFF");
    assertThat(render(color, "00 64 65")).isEqualTo("000000 121212 343434".replace(" ", ""));
  }

  @Test
  void saysWhichRetiredInterpretationItGot() {
    Dataset dataset = pixels().put(Tags.PHOTOMETRIC_INTERPRETATION, "CMYK")
        .put(Tags.SAMPLES_PER_PIXEL, 4).build();

    assertThatThrownBy(() -> PixelLayout.of(dataset)).isInstanceOf(PixelDataException.class)
        .hasMessage("(0028,0004) Photometric Interpretation is CMYK, which is retired and not "
            + "shown");
  }
}
