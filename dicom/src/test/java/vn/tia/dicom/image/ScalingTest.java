package vn.tia.dicom.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import vn.tia.dicom.data.Bytes;

class ScalingTest {

  private static Picture gray(int columns, String samples) {
    Bytes bytes = Bytes.hex(samples);
    return new Picture(columns, bytes.length() / columns, Picture.Color.GRAY, bytes);
  }

  private static Scaling.Axis whole(int side, int count) {
    return Scaling.Axis.whole(side).to(count);
  }

  @Test
  void averagesTheAreaThatShrinks() {
    Picture source = gray(4, "00 40 80 FF  00 40 80 FF  10 10 20 20  30 30 40 41");

    Picture half = Scaling.scale(source, whole(4, 2), whole(4, 2));

    assertThat(half).isEqualTo(gray(2, "20 C0  20 30"));
  }

  @Test
  void sharesPixelsThatLieOnABorder() {
    Picture source = gray(3, "00 60 FF");

    Picture shrunk = Scaling.scale(source, whole(3, 2), whole(1, 1));

    // (0 + 0.5 * 0x60) / 1.5 and (0.5 * 0x60 + 0xFF) / 1.5
    assertThat(shrunk).isEqualTo(gray(2, "20 CA"));
  }

  @Test
  void keepsAveragesAndFlatAreasWhereItGrows() {
    Picture flat = Scaling.scale(gray(3, "777777 777777"), whole(3, 17), whole(2, 11));
    Picture ramp = Scaling.scale(gray(4, "40 60 80 A0"), whole(4, 8), whole(1, 1));

    assertThat(IntStream.range(0, 17 * 11).map(i -> flat.samples().at(i)))
        .containsOnly(0x77);
    // Between the middle pixels a ramp goes on as a straight line.
    assertThat(ramp.at(0, 3, 0)).isEqualTo(0x68);
    assertThat(ramp.at(0, 4, 0)).isEqualTo(0x78);
  }

  @Test
  void mirrorsAnAxisThatRunsBackwards() {
    Picture source = gray(3, "01 02 03  04 05 06");

    Picture mirrored = Scaling.scale(
        source, new Scaling.Axis(3, -3, 3), new Scaling.Axis(2, -2, 2));

    assertThat(mirrored).isEqualTo(gray(3, "06 05 04  03 02 01"));
  }

  @Test
  void cutsAPart() {
    Picture source = gray(3, "01 02 03  04 05 06  07 08 09");

    Picture part = Scaling.scale(source, new Scaling.Axis(1, 2, 2), new Scaling.Axis(2, 1, 1));

    assertThat(part).isEqualTo(gray(2, "08 09"));
  }

  @Test
  void scalesEachColourByItself() {
    Picture source = new Picture(2, 1, Picture.Color.RGB, Bytes.hex("FF0010 010020"));

    Picture pixel = Scaling.scale(source, whole(2, 1), whole(1, 1));

    assertThat(pixel.samples()).isEqualTo(Bytes.hex("80 00 18"));
  }

  @Test
  void survivesEachSizeOfSmallPictures() {
    Picture source = gray(5, "0102030405 1112131415 2122232425");
    for (int width = 1; width < 23; width++) {
      for (int height = 1; height < 23; height++) {
        Picture scaled = Scaling.scale(source, whole(5, width), whole(3, height));

        assertThat(scaled.columns()).isEqualTo(width);
        assertThat(scaled.rows()).isEqualTo(height);
      }
    }
  }
}
