package vn.tia.dicom.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.DatasetBuilder;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.data.Vr;
import vn.tia.dicom.io.DicomFile;

/// From stored values to brightness, stage by stage; [RendererTest] has the common cases.
class GrayScaleTest {

  @TempDir
  private Path directory;

  private static DatasetBuilder bytes(int columns) {
    return PixelLayoutTest.gray(1, columns)
        .put(Tags.BITS_ALLOCATED, 8).put(Tags.BITS_STORED, 8).put(Tags.HIGH_BIT, 7)
        .put(Tags.PIXEL_REPRESENTATION, 0);
  }

  private static String render(Dataset dataset, String pixels, Tone tone)
      throws PixelDataException {
    var decoded = FrameDecoder.decode(Bytes.hex(pixels), PixelLayout.of(dataset),
        TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    return Renderer.render(dataset, ((Decoded.Pixels) decoded).samples(), tone)
        .samples().toHex();
  }

  private static Dataset lut(String data, Integer... facts) {
    return Dataset.builder()
        .put(new Element(Tags.LUT_DESCRIPTOR, Vr.US, new Value.Numbers(List.of(facts))))
        .put(new Element(Tags.LUT_DATA, Vr.OW, new Value.Binary(Bytes.hex(data))))
        .build();
  }

  @Test
  void showsPaddingBlackInEitherPolarity() throws Exception {
    DatasetBuilder padded = bytes(4).put(Tags.PIXEL_PADDING_VALUE, 0)
        .put(Tags.PIXEL_PADDING_RANGE_LIMIT, 5);

    assertThat(render(padded.build(), "00 05 0A 14", Tone.OWN)).isEqualTo("000000FF");
    assertThat(render(padded.put(Tags.PHOTOMETRIC_INTERPRETATION, "MONOCHROME1").build(),
        "00 05 0A 14", Tone.OWN)).isEqualTo("0000FF00");
  }

  @ParameterizedTest
  @CsvSource({
    "MONOCHROME2, IDENTITY, 0080FF", "MONOCHROME2, INVERSE, FF8000",
    "MONOCHROME1, IDENTITY, 0080FF", "MONOCHROME1, INVERSE, FF8000",
    "MONOCHROME2, '', 0080FF", "MONOCHROME1, '', FF8000",
  })
  void presentsByShapeBeforePolarity(String photometric, String shape, String shades)
      throws Exception {
    Dataset dataset = bytes(3).put(Tags.PHOTOMETRIC_INTERPRETATION, photometric)
        .put(Tags.PRESENTATION_LUT_SHAPE, shape).build();

    assertThat(render(dataset, "0A 14 1E", Tone.OWN)).isEqualTo(shades);
  }

  @Test
  void presentsByATable() throws Exception {
    Dataset dataset = bytes(3).put(Tags.PHOTOMETRIC_INTERPRETATION, "MONOCHROME1")
        .putItems(Tags.PRESENTATION_LUT_SEQUENCE, List.of(lut("0010 0040 FFFF", 3, 0, 16)))
        .build();

    assertThat(render(dataset, "0A 14 1E", Tone.OWN)).isEqualTo("1040FF");
  }

  @Test
  void takesTheWindowOrTableThatIsAskedFor() throws Exception {
    Dataset dataset = bytes(3)
        .put(Tags.WINDOW_CENTER, "20", "10").put(Tags.WINDOW_WIDTH, "21", "1")
        .put(Tags.WINDOW_CENTER_WIDTH_EXPLANATION, "BRAIN", "")
        .putItems(Tags.VOILUT_SEQUENCE,
            List.of(lut("00 FF 80 00", 3, 10, 8), lut("11 22 33 00", 3, 10, 8)))
        .build();

    assertThat(render(dataset, "0A 14 1E", new Tone.OwnWindow(2))).isEqualTo("FFFFFF");
    assertThat(render(dataset, "0A 0B 0C", new Tone.OwnTable(2))).isEqualTo("112233");
    assertThat(render(dataset, "0A 14 1E", Tone.RANGE)).isEqualTo("0080FF");
    assertThat(Window.all(dataset)).containsExactly(
        new Window.Named(Window.linear(20, 21), Optional.of("BRAIN")),
        new Window.Named(Window.linear(10, 1), Optional.empty()));
    assertThatThrownBy(() -> render(dataset, "0A 14 1E", new Tone.OwnWindow(3)))
        .isInstanceOf(PixelDataException.class)
        .hasMessage("there is no window 3, the frame has 2");
    assertThatThrownBy(() -> render(dataset, "0A 14 1E", new Tone.OwnTable(0)))
        .hasMessage("there is no table of values of interest 0, the frame has 2");
  }

  @Test
  void spreadsTheValuesThatATableMeans() throws Exception {
    Dataset dataset = bytes(3)
        .putItems(Tags.MODALITY_LUT_SEQUENCE, List.of(lut("0A00 1E00 0000", 3, 0, 16))).build();

    // The middle value means most: stored order is not that of what is meant.
    assertThat(render(dataset, "00 01 02", Tone.OWN)).isEqualTo("55FF00");
  }

  @Test
  void showsASingleBitBlackOrWhiteEvenInAFullFrame() throws Exception {
    Dataset mask = bytes(3).put(Tags.BITS_ALLOCATED, 1).put(Tags.BITS_STORED, 1)
        .put(Tags.HIGH_BIT, 0).build();

    assertThat(render(mask, "07", Tone.OWN)).isEqualTo("FFFFFF");
    assertThat(render(mask, "05", Tone.OWN)).isEqualTo("FF00FF");
  }

  @Test
  void showsThirtyTwoBitsOfEitherSign() throws Exception {
    DatasetBuilder whole = bytes(3).put(Tags.BITS_ALLOCATED, 32).put(Tags.BITS_STORED, 32)
        .put(Tags.HIGH_BIT, 31);
    String pixels = "00000080 00000000 FFFFFF7F";

    assertThat(render(whole.build(), pixels, Tone.OWN)).isEqualTo("FF00FF");
    assertThat(render(whole.put(Tags.PIXEL_REPRESENTATION, 1).build(), pixels, Tone.OWN))
        .isEqualTo("0080FF");
  }

  /// The functional groups of a frame that multiplies its values, and shows 0 to 100 of them.
  private static Dataset groups(String slope) {
    return Dataset.builder()
        .putItems(Tags.PIXEL_VALUE_TRANSFORMATION_SEQUENCE, List.of(Dataset.builder()
            .put(Tags.RESCALE_SLOPE, slope).put(Tags.RESCALE_INTERCEPT, "0").build()))
        .putItems(Tags.FRAME_VOILUT_SEQUENCE, List.of(Dataset.builder()
            .put(Tags.WINDOW_CENTER, "50").put(Tags.WINDOW_WIDTH, "100")
            .put(Tags.VOILUT_FUNCTION, "LINEAR_EXACT").build()))
        .build();
  }

  @Test
  void takesTheTransformationOfEachFrame() throws Exception {
    Dataset enhanced = bytes(2).put(Tags.NUMBER_OF_FRAMES, 2)
        .put(Tags.RESCALE_SLOPE, "99")
        .putItems(Tags.PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE, List.of(groups("1"), groups("4")))
        .put(new Element(Tags.PIXEL_DATA, Vr.OB, new Value.Binary(Bytes.hex("0B14 0B14"))))
        .build();
    var syntax = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
    var object = new ImageObject(enhanced, syntax, Frames.of(enhanced, syntax));

    assertThat(((Rendered.Shown) object.render(0, RenderSettings.DEFAULT)).picture().samples())
        .isEqualTo(Bytes.hex("1C 33"));
    assertThat(((Rendered.Shown) object.render(1, RenderSettings.DEFAULT)).picture().samples())
        .isEqualTo(Bytes.hex("70 CC"));
  }

  private static Dataset reals(int bits, ByteBuffer cells) {
    boolean isDouble = bits == 64;
    return Dataset.builder()
        .put(Tags.SOP_CLASS_UID, "1.2.840.10008.5.1.4.1.1.30").put(Tags.SOP_INSTANCE_UID, "1.2.3")
        .put(Tags.SAMPLES_PER_PIXEL, 1).put(Tags.PHOTOMETRIC_INTERPRETATION, "MONOCHROME2")
        .put(Tags.ROWS, 1).put(Tags.COLUMNS, 4).put(Tags.BITS_ALLOCATED, bits)
        .put(new Element(isDouble ? Tags.DOUBLE_FLOAT_PIXEL_DATA : Tags.FLOAT_PIXEL_DATA,
            isDouble ? Vr.OD : Vr.OF, new Value.Binary(Bytes.wrap(cells.array()))))
        .build();
  }

  private String rendered(Dataset dataset, TransferSyntax syntax) throws Exception {
    Path file = directory.resolve("reals.dcm");
    DicomFile.of(dataset, syntax).write(file);
    try (ImageFile image = ImageFile.open(file)) {
      Dataset whole = DicomFile.read(file).dataset();
      assertThat(Frames.of(whole, syntax).read(0)).isEqualTo(image.bytes(0));
      return ((Rendered.Shown) image.render(0)).picture().samples().toHex();
    }
  }

  @ParameterizedTest
  @CsvSource({"1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2",
    "1.2.840.10008.1.2.1.99"})
  void showsFloatingPointPixels(String uid) throws Exception {
    TransferSyntax syntax = TransferSyntax.find(uid).orElseThrow();
    ByteBuffer floats = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN)
        .putFloat(-0.5f).putFloat(0).putFloat(Float.NaN).putFloat(0.5f);
    ByteBuffer doubles = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN)
        .putDouble(-1e300).putDouble(0).putDouble(Double.POSITIVE_INFINITY).putDouble(1e300);

    assertThat(rendered(reals(32, floats), syntax)).isEqualTo("008000FF");
    assertThat(rendered(reals(64, doubles), syntax)).isEqualTo("0080FFFF");
  }

  @Test
  void windowsFloatingPointPixelsWithoutHalfSteps() throws Exception {
    ByteBuffer floats = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN)
        .putFloat(0).putFloat(0.25f).putFloat(0.5f).putFloat(1);
    Dataset dataset = reals(32, floats).toBuilder()
        .put(Tags.WINDOW_CENTER, "0.5").put(Tags.WINDOW_WIDTH, "1")
        .put(Tags.VOILUT_FUNCTION, "LINEAR").build();

    assertThat(rendered(dataset, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)).isEqualTo("004080FF");
  }
}
