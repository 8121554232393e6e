package vn.tia.dicom.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;

class ViewportTest {
  private static final PixelLayout.Size SIZE = new PixelLayout.Size(30, 40, 1);

  private static Viewport parse(String text) {
    return Viewport.parse(text, SIZE);
  }

  private static Picture place(Dataset dataset, RenderSettings settings) throws Exception {
    byte[] samples = new byte[30 * 40];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) (i % 40);
    }
    var picture = new Picture(40, 30, Picture.Color.GRAY, Bytes.wrap(samples));
    return new Placement(Placement.ratio(dataset), settings).place(picture);
  }

  @Test
  void readsAQueryParameter() {
    assertThat(parse("512,256")).isEqualTo(Viewport.of(512, 256));
    assertThat(parse("512,256,1,2,-10,20")).isEqualTo(new Viewport(512, 256,
        Optional.of(new Viewport.Region(1, 2, -10, 20))));
    assertThat(parse("9,9,,5,,")).isEqualTo(new Viewport(9, 9,
        Optional.of(new Viewport.Region(0, 5, 40, 25))));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "'' | a viewport has 2 or 6 numbers, got 1",
    "1,2,3 | a viewport has 2 or 6 numbers, got 3",
    "a,2 | width and height of a viewport are whole numbers",
    "99999999999,2 | width and height of a viewport are whole numbers",
    "0,5 | a viewport has 1 x 1 pixels or more, got 0 x 5",
    "-5,5 | a viewport has 1 x 1 pixels or more, got -5 x 5",
    "5,5,x,0,1,1 | the region of a viewport is given by four numbers",
    "5,5,0,0,0,1 | a region starts at 0 or beyond and has a width and a height",
    "5,5,NaN,0,1,1 | a region starts at 0 or beyond and has a width and a height",
    "5,5,-1,0,1,1 | a region starts at 0 or beyond and has a width and a height",
    "5,5,40,0,1,1 | 'the region starts at 40.0, 0.0, the image has 40 x 30 pixels'",
  })
  void refusesWhatIsNoViewport(String text, String why) {
    assertThatThrownBy(() -> parse(text)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage(why);
  }

  // Row 48 of the bad inputs: nothing is allocated for a viewport of 10^9 pixels a side.
  @Test
  void refusesAViewportBeyondTheLimits() {
    assertThatThrownBy(() -> RenderSettings.DEFAULT.with(parse("1000000000,1000000000")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a viewport has sides of 16384 pixels at most, got 1000000000 x 1000000000");
    var settings = RenderSettings.DEFAULT.with(Viewport.of(16_384, 16_384));
    assertThatThrownBy(() -> place(Dataset.EMPTY, settings))
        .isInstanceOf(PixelDataException.class)
        .hasMessage("a picture of 16384 x 12288 pixels is larger than the limit of 67108864");
  }

  @Test
  void keepsProportionsInTheRoomThatThereIs() throws Exception {
    Picture wide = place(Dataset.EMPTY, RenderSettings.DEFAULT.with(Viewport.of(1000, 60)));
    Picture high = place(Dataset.EMPTY, RenderSettings.DEFAULT.with(Viewport.of(20, 1000)));

    assertThat(wide.columns() + " x " + wide.rows()).isEqualTo("80 x 60");
    assertThat(high.columns() + " x " + high.rows()).isEqualTo("20 x 15");
  }

  @Test
  void mirrorsAndCutsARegion() throws Exception {
    Picture part = place(Dataset.EMPTY, RenderSettings.DEFAULT.with(parse("10,10,30,0,-10,10")));

    assertThat(part.columns()).isEqualTo(10);
    assertThat(part.at(0, 0, 0)).isEqualTo(39);
    assertThat(part.at(9, 9, 0)).isEqualTo(30);
  }

  @Test
  void cutsARegionAtTheEdgeOfTheImage() throws Exception {
    Picture part = place(Dataset.EMPTY, RenderSettings.DEFAULT.with(parse("99,5,38,0,500,5")));

    assertThat(part.columns() + " x " + part.rows()).isEqualTo("2 x 5");
  }

  @ParameterizedTest
  @CsvSource({
    "2, 1, 40 x 60", "1, 2, 80 x 30", "1, 1, 40 x 30", "1, 1.005, 40 x 30", "0, 1, 40 x 30",
    "1, 1000, 40 x 30", "x, 1, 40 x 30", "-2, 1, 40 x 30",
  })
  void makesPixelsSquareByTheirSpacing(String down, String across, String size) throws Exception {
    Dataset spacing = Dataset.builder().put(Tags.PIXEL_SPACING, down, across).build();
    Picture square = place(spacing, RenderSettings.DEFAULT);
    Picture stored = place(
        spacing, RenderSettings.DEFAULT.with(RenderSettings.PixelShape.AS_STORED));

    assertThat(square.columns() + " x " + square.rows()).isEqualTo(size);
    assertThat(stored.columns() + " x " + stored.rows()).isEqualTo("40 x 30");
  }

  @Test
  void makesPixelsSquareByTheirAspectRatioWhereNoSpacingIsKnown() throws Exception {
    Dataset ratio = Dataset.builder().put(Tags.PIXEL_ASPECT_RATIO, "3", "2").build();

    Picture square = place(ratio, RenderSettings.DEFAULT);
    Picture fitted = place(ratio, RenderSettings.DEFAULT.with(Viewport.of(90, 90)));

    assertThat(square.columns() + " x " + square.rows()).isEqualTo("40 x 45");
    assertThat(fitted.columns() + " x " + fitted.rows()).isEqualTo("80 x 90");
  }
}
