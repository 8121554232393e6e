package vn.tia.dicom.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.DatasetBuilder;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.data.Vr;

class RendererTest {

  private static DatasetBuilder bytes(int columns) {
    return PixelLayoutTest.gray(1, columns)
        .put(Tags.BITS_ALLOCATED, 8).put(Tags.BITS_STORED, 8).put(Tags.HIGH_BIT, 7)
        .put(Tags.PIXEL_REPRESENTATION, 0);
  }

  private static String render(Dataset dataset, String pixels) throws PixelDataException {
    Decoded decoded = FrameDecoder.decode(Bytes.hex(pixels), PixelLayout.of(dataset),
        TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    return Renderer.render(dataset, ((Decoded.Pixels) decoded).samples()).samples().toHex();
  }

  @Test
  void spreadsTheValuesOfAnImageWithoutWindow() throws Exception {
    assertThat(render(bytes(3).build(), "0A 14 1E")).isEqualTo("0080FF");
  }

  @Test
  void leavesPaddingOutOfTheSpread() throws Exception {
    assertThat(render(bytes(3).put(Tags.PIXEL_PADDING_VALUE, 255).build(), "0A 14 FF"))
        .isEqualTo("00FF00");
  }

  @Test
  void showsAFlatImageBlack() throws Exception {
    assertThat(render(bytes(2).build(), "07 07")).isEqualTo("0000");
  }

  @Test
  void turnsMonochrome1Over() throws Exception {
    assertThat(render(bytes(3).put(Tags.PHOTOMETRIC_INTERPRETATION, "MONOCHROME1").build(),
        "0A 14 1E")).isEqualTo("FF8000");
  }

  @Test
  void rescalesBeforeTheWindow() throws Exception {
    Dataset dataset = bytes(4)
        .put(Tags.RESCALE_SLOPE, "2").put(Tags.RESCALE_INTERCEPT, "-100")
        .put(Tags.WINDOW_CENTER, "0", "77").put(Tags.WINDOW_WIDTH, "101", "1")
        .build();

    assertThat(render(dataset, "00 32 3C 80")).isEqualTo("0081B4FF");
  }

  @Test
  void appliesEachShapeOfWindow() {
    Window linear = new Window(2048, 4096, Window.Shape.LINEAR);
    Window exact = new Window(2048, 4096, Window.Shape.LINEAR_EXACT);
    Window sigmoid = new Window(2048, 4096, Window.Shape.SIGMOID);

    assertThat(linear.brightness(0)).isZero();
    assertThat(linear.brightness(4095)).isEqualTo(1);
    assertThat(linear.brightness(2047.5)).isEqualTo(0.5);
    assertThat(exact.brightness(2048)).isEqualTo(0.5);
    assertThat(exact.brightness(1024)).isEqualTo(0.25);
    assertThat(sigmoid.brightness(2048)).isEqualTo(0.5);
    assertThat(sigmoid.brightness(4096)).isEqualTo(1 / (1 + Math.exp(-2)));
    assertThat(Window.linear(100, 1).brightness(99.5)).isZero();
    assertThat(Window.linear(100, 1).brightness(99.6)).isEqualTo(1);
    assertThatThrownBy(() -> Window.linear(0, 0.5))
        .hasMessage("a window of shape LINEAR has a width from 1.0 on, got 0.5");
  }

  @Test
  void looksUpModalityAndInterest() throws Exception {
    Dataset modality = lut("3", "10", "16", "0000 0001 8000");
    Dataset interest = lut("3", "0", "8", "00 40 FF 00");
    Dataset dataset = bytes(4)
        .putItems(Tags.MODALITY_LUT_SEQUENCE, List.of(modality))
        .putItems(Tags.VOILUT_SEQUENCE, List.of(interest))
        .build();

    // 10, 11 and 12 become 0, 256 and 128, which lie at and beyond the ends of the second table.
    assertThat(render(dataset, "00 0A 0B FF")).isEqualTo("0000FFFF");
  }

  private static Dataset lut(String entries, String first, String bits, String data) {
    return Dataset.builder()
        .put(new Element(Tags.LUT_DESCRIPTOR, Vr.US, new Value.Numbers(List.of(
            Integer.parseInt(entries), Integer.parseInt(first), Integer.parseInt(bits)))))
        .put(new Element(Tags.LUT_DATA, Vr.OW, new Value.Binary(Bytes.hex(data))))
        .build();
  }

  // Row 8 of the bad inputs: an index beyond the table, and a descriptor that announces more.
  @Test
  void clampsIndicesBeyondThePalette() throws Exception {
    DatasetBuilder builder = bytes(3).put(Tags.PHOTOMETRIC_INTERPRETATION, "PALETTE COLOR");
    for (int channel = 0; channel < 3; channel++) {
      builder
          .put(new Element(new Tag(
              Tags.RED_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR.code() + channel), Vr.US,
              new Value.Numbers(List.of(0, 0, 16))))
          .put(new Element(new Tag(
              Tags.RED_PALETTE_COLOR_LOOKUP_TABLE_DATA.code() + channel), Vr.OW,
              new Value.Binary(Bytes.hex("0011 0022"))));
    }

    assertThat(render(builder.build(), "00 01 FF")).isEqualTo("111111222222222222");
  }

  @Test
  void saysThatAPaletteIsMissing() {
    Dataset dataset = bytes(1).put(Tags.PHOTOMETRIC_INTERPRETATION, "PALETTE COLOR").build();

    assertThatThrownBy(() -> render(dataset, "00"))
        .isInstanceOf(PixelDataException.class)
        .hasMessage("the palette has no data in (0028,1201) that its descriptor fits");
  }

  @Test
  void takesTheWindowOfAFramesFunctionalGroups() {
    Dataset groups = Dataset.builder()
        .putItems(Tags.FRAME_VOILUT_SEQUENCE, List.of(Dataset.builder()
            .put(Tags.WINDOW_CENTER, "15").put(Tags.WINDOW_WIDTH, "3").build()))
        .build();
    Dataset dataset = bytes(1)
        .putItems(Tags.PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE, List.of(Dataset.EMPTY, groups))
        .build();

    assertThat(Window.of(FrameAttributes.of(dataset, 1))).hasValue(Window.linear(15, 3));
    assertThat(Window.of(FrameAttributes.of(dataset, 0))).isEmpty();
  }
}
