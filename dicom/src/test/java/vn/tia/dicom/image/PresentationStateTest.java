package vn.tia.dicom.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
import vn.tia.dicom.io.DicomFile;

class PresentationStateTest {
  private static final TransferSyntax EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;

  @TempDir
  private Path directory;

  /// An image of 4 columns and 3 rows whose pixels are 0x10, 0x11 and so on.
  private static DatasetBuilder image() {
    byte[] pixels = new byte[12];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (16 + i);
    }
    return PixelLayoutTest.gray(3, 4).put(Tags.SOP_INSTANCE_UID, "1.2.3")
        .put(Tags.BITS_ALLOCATED, 8).put(Tags.BITS_STORED, 8).put(Tags.HIGH_BIT, 7)
        .put(Tags.PIXEL_REPRESENTATION, 0)
        .put(Tags.WINDOW_CENTER, "1").put(Tags.WINDOW_WIDTH, "1")
        .put(new Element(Tags.PIXEL_DATA, Vr.OB, new Value.Binary(Bytes.wrap(pixels))));
  }

  private static List<Dataset> reference(String uid) {
    return List.of(Dataset.builder().put(Tags.REFERENCED_SOP_INSTANCE_UID, uid).build());
  }

  /// A state that shows values as they are.
  private static DatasetBuilder state() {
    return Dataset.builder()
        .putItems(Tags.REFERENCED_SERIES_SEQUENCE, List.of(Dataset.builder()
            .putItems(Tags.REFERENCED_IMAGE_SEQUENCE, reference("1.2.3")).build()))
        .putItems(Tags.SOFTCOPY_VOILUT_SEQUENCE, List.of(
            Dataset.builder().put(Tags.WINDOW_CENTER, "0").put(Tags.WINDOW_WIDTH, "1")
                .putItems(Tags.REFERENCED_IMAGE_SEQUENCE, reference("9.9")).build(),
            Dataset.builder().put(Tags.WINDOW_CENTER, "128").put(Tags.WINDOW_WIDTH, "256")
                .build()))
        .put(Tags.PRESENTATION_LUT_SHAPE, "IDENTITY");
  }

  private static Picture render(DatasetBuilder image, DatasetBuilder state) throws Exception {
    return render(image.build(), RenderSettings.DEFAULT.with(PresentationState.of(state.build())));
  }

  private static Picture render(Dataset image, RenderSettings settings) throws Exception {
    var object = new ImageObject(image, EXPLICIT, Frames.of(image, EXPLICIT));
    return ((Rendered.Shown) object.render(0, settings)).picture();
  }

  private static Element numbers(Tag tag, Vr vr, Integer... values) {
    return new Element(tag, vr, new Value.Numbers(List.of(values)));
  }

  private static String samples(String picture) {
    return picture.replace(" ", "");
  }

  @Test
  void showsTheValuesThatTheStateWants() throws Exception {
    DatasetBuilder scaled = image().put(Tags.RESCALE_SLOPE, "9").put(Tags.RESCALE_INTERCEPT, "7")
        .put(Tags.PHOTOMETRIC_INTERPRETATION, "MONOCHROME1");

    assertThat(render(scaled, state()).samples().toHex())
        .isEqualTo(samples("10111213 14151617 18191A1B"));
    assertThat(render(scaled, state().put(Tags.PRESENTATION_LUT_SHAPE, "INVERSE"))
        .samples().toHex()).isEqualTo(samples("EFEEEDEC EBEAE9E8 E7E6E5E4"));
  }

  @Test
  void turnsThenFlips() throws Exception {
    Picture turned = render(image(), state().put(Tags.IMAGE_ROTATION, 90));
    Picture both = render(image(),
        state().put(Tags.IMAGE_ROTATION, 90).put(Tags.IMAGE_HORIZONTAL_FLIP, "Y"));

    assertThat(turned.samples().toHex()).isEqualTo(samples("181410 191511 1A1612 1B1713"));
    assertThat(turned.columns()).isEqualTo(3);
    assertThat(both.samples().toHex()).isEqualTo(samples("101418 111519 12161A 13171B"));
  }

  @Test
  void cutsTheDisplayedAreaBeforeTheViewport() throws Exception {
    Dataset area = Dataset.builder()
        .put(numbers(Tags.DISPLAYED_AREA_TOP_LEFT_HAND_CORNER, Vr.SL, 2, 2))
        .put(numbers(Tags.DISPLAYED_AREA_BOTTOM_RIGHT_HAND_CORNER, Vr.SL, 4, 99))
        .put(Tags.PRESENTATION_PIXEL_ASPECT_RATIO, "3", "1").build();
    DatasetBuilder state =
        state().putItems(Tags.DISPLAYED_AREA_SELECTION_SEQUENCE, List.of(area));

    assertThat(render(image().build(), RenderSettings.PLAIN.with(
        PresentationState.of(state.build()))).samples().toHex())
        .isEqualTo(samples("151617 191A1B"));
    assertThat(render(image(), state).rows()).isEqualTo(6);
    // A pixel that is high becomes one that is wide.
    assertThat(render(image(), state.put(Tags.IMAGE_ROTATION, 270)).columns()).isEqualTo(6);
  }

  @Test
  void coversWhatIsShut() throws Exception {
    DatasetBuilder rectangle = state().put(Tags.SHUTTER_SHAPE, "RECTANGULAR")
        .put(Tags.SHUTTER_LEFT_VERTICAL_EDGE, "2").put(Tags.SHUTTER_RIGHT_VERTICAL_EDGE, "3")
        .put(Tags.SHUTTER_UPPER_HORIZONTAL_EDGE, "1")
        .put(Tags.SHUTTER_LOWER_HORIZONTAL_EDGE, "2")
        .put(Tags.SHUTTER_PRESENTATION_VALUE, 0x8000);
    DatasetBuilder circle = state().put(Tags.SHUTTER_SHAPE, "CIRCULAR")
        .put(Tags.CENTER_OF_CIRCULAR_SHUTTER, "2", "2").put(Tags.RADIUS_OF_CIRCULAR_SHUTTER, "1");
    DatasetBuilder polygon = state().put(Tags.SHUTTER_SHAPE, "POLYGONAL")
        .put(Tags.VERTICES_OF_THE_POLYGONAL_SHUTTER, "1", "1", "1", "5", "4", "1");

    assertThat(render(image(), rectangle).samples().toHex())
        .isEqualTo(samples("80111280 80151680 80808080"));
    assertThat(render(image(), circle).samples().toHex())
        .isEqualTo(samples("00110000 14151600 00190000"));
    assertThat(render(image(), polygon).samples().toHex())
        .isEqualTo(samples("10111213 14151600 18190000"));
  }

  @Test
  void takesTheShutterOfAnImageThatIsNotWantedBare() throws Exception {
    Dataset image = image().put(Tags.WINDOW_CENTER, "128").put(Tags.WINDOW_WIDTH, "256")
        .put(Tags.SHUTTER_SHAPE, "CIRCULAR").put(Tags.CENTER_OF_CIRCULAR_SHUTTER, "2", "2")
        .put(Tags.RADIUS_OF_CIRCULAR_SHUTTER, "1").build();

    assertThat(render(image, RenderSettings.DEFAULT).samples().toHex())
        .isEqualTo(samples("00110000 14151600 00190000"));
    assertThat(render(image, RenderSettings.PLAIN).samples().toHex()).startsWith("10111213");
    assertThat(render(image().put(Tags.SHUTTER_SHAPE, "CIRCULAR"), state()).samples().toHex())
        .startsWith("10111213");
  }

  @Test
  void refusesAShutterOfTooManyCorners() {
    String[] corners = new String[2 * 1_025];
    Arrays.fill(corners, "1");
    DatasetBuilder polygon = state().put(Tags.VERTICES_OF_THE_POLYGONAL_SHUTTER, corners);

    assertThatThrownBy(() -> render(image(), polygon)).isInstanceOf(PixelDataException.class)
        .hasMessage("a shutter has 1025 corners, more than 1024");
  }

  @Test
  void showsTheOverlaysThatTheStateActivates() throws Exception {
    DatasetBuilder drawn = image()
        .put(Tag.of(0x6000, 0x0010), 1).put(Tag.of(0x6000, 0x0011), 4)
        .put(new Element(Tag.of(0x6000, 0x3000), Vr.OW, new Value.Binary(Bytes.hex("0100"))));
    DatasetBuilder own = state()
        .put(Tag.of(0x6002, 0x0010), 1).put(Tag.of(0x6002, 0x0011), 4)
        .put(Tag.of(0x6002, 0x1001), "LAYER")
        .put(new Element(Tag.of(0x6002, 0x3000), Vr.OW, new Value.Binary(Bytes.hex("0400"))));

    assertThat(render(drawn, own).samples().toHex()).startsWith("1011FF13");
    assertThat(render(drawn, state().put(Tag.of(0x6000, 0x1001), "LAYER")).samples().toHex())
        .startsWith("FF111213");
  }

  @Test
  void saysThatItIsAboutAnotherImage() throws Exception {
    DatasetBuilder other = image().put(Tags.SOP_INSTANCE_UID, "9.9");

    assertThat(PresentationState.of(state().build()).images())
        .containsExactly(new PresentationState.Image("1.2.3", List.of()));
    assertThatThrownBy(() -> render(other, state())).isInstanceOf(PixelDataException.class)
        .hasMessage("the presentation state is not about frame 1 of this image");
  }

  // DCMTK applies grey scale, rotation and flip; neither shutters nor the displayed area.
  @ParameterizedTest
  @CsvSource({"0, N, IDENTITY", "90, N, INVERSE", "90, Y, IDENTITY", "180, N, IDENTITY",
    "270, Y, INVERSE"})
  void rendersStatesAsDcmtkDoes(int rotation, String flip, String shape) throws Exception {
    Path file = Corpus.pydicom("CT_small.dcm");
    Path made = directory.resolve("made.dcm");
    assertThat(Corpus.run("dcmpsmk", file.toString(), made.toString())).isZero();
    Dataset state = DicomFile.read(made).dataset().toBuilder()
        .put(Tags.IMAGE_ROTATION, rotation).put(Tags.IMAGE_HORIZONTAL_FLIP, flip)
        .put(Tags.PRESENTATION_LUT_SHAPE, shape)
        .putItems(Tags.SOFTCOPY_VOILUT_SEQUENCE, List.of(Dataset.builder()
            .put(Tags.WINDOW_CENTER, "40").put(Tags.WINDOW_WIDTH, "400").build()))
        .build();
    Path path = directory.resolve("state.dcm");
    DicomFile.of(state, EXPLICIT).write(path);
    Path out = directory.resolve("theirs.pgm");
    assertThat(Corpus.run("dcmp2pgm", "-p", path.toString(), file.toString(), out.toString()))
        .isZero();

    try (ImageFile image = ImageFile.open(file)) {
      RenderSettings settings = RenderSettings.DEFAULT.with(PresentationState.of(state));
      Picture ours = ((Rendered.Shown) image.render(0, settings)).picture();
      assertThat(Pnm.difference(ours, Pnm.read(Bytes.wrap(Files.readAllBytes(out)))))
          .isLessThanOrEqualTo(1);
    }
  }
}
