package vn.tia.dicom.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import vn.tia.dicom.data.Bytes;

class PictureFormatTest {

  private static Picture ramp(Picture.Color color) {
    byte[] samples = new byte[64 * 48 * color.samples()];
    for (int i = 0; i < samples.length; i++) {
      int channel = i % color.samples();
      int x = i / color.samples() % 64;
      int y = i / color.samples() / 64;
      samples[i] = (byte) (channel == 0 ? x * 4 : channel == 1 ? y * 5 : 255 - x * 2);
    }
    return new Picture(64, 48, color, Bytes.wrap(samples));
  }

  private static byte[] write(PictureFormat format, Picture picture) throws IOException {
    var out = new ByteArrayOutputStream();
    format.write(picture, out);
    return out.toByteArray();
  }

  private static int greatestDifference(Picture picture, byte[] file) throws IOException {
    BufferedImage read = ImageIO.read(new ByteArrayInputStream(file));
    assertThat(read.getWidth()).isEqualTo(picture.columns());
    assertThat(read.getHeight()).isEqualTo(picture.rows());
    boolean isGray = picture.color() == Picture.Color.GRAY;
    int most = 0;
    for (int y = 0; y < picture.rows(); y++) {
      for (int x = 0; x < picture.columns(); x++) {
        for (int channel = 0; channel < picture.color().samples(); channel++) {
          int sample = isGray && read.getType() == BufferedImage.TYPE_BYTE_GRAY
              ? read.getRaster().getSample(x, y, 0) : read.getRGB(x, y) >> 16 - 8 * channel & 0xFF;
          most = Math.max(most, Math.abs(sample - picture.at(y, x, channel)));
        }
      }
    }
    return most;
  }

  @Test
  void writesGreyWithoutLossAsPngAndGif() throws Exception {
    Picture picture = ramp(Picture.Color.GRAY);

    assertThat(greatestDifference(picture, write(PictureFormat.PNG, picture))).isZero();
    assertThat(greatestDifference(picture, write(PictureFormat.GIF, picture))).isZero();
  }

  @Test
  void writesJpegCloseToThePicture() throws Exception {
    Picture gray = ramp(Picture.Color.GRAY);
    Picture color = ramp(Picture.Color.RGB);

    assertThat(greatestDifference(gray, write(PictureFormat.JPEG, gray))).isLessThanOrEqualTo(4);
    assertThat(greatestDifference(color, write(PictureFormat.JPEG, color)))
        .isLessThanOrEqualTo(12);
    assertThat(write(PictureFormat.JPEG, gray)).startsWith(0xFF, 0xD8, 0xFF);
  }

  // Red lines of one pixel, as a colour Doppler or a measure draws them.
  @Test
  void keepsTheColourOfFineLinesFromQualityNinetyOn() throws Exception {
    byte[] samples = new byte[32 * 32 * 3];
    for (int i = 0; i < samples.length; i += 6) {
      samples[i] = (byte) 250;
    }
    Picture lines = new Picture(32, 32, Picture.Color.RGB, Bytes.wrap(samples));

    assertThat(greatestDifference(lines, write(PictureFormat.JPEG, lines))).isLessThan(40);
    assertThat(greatestDifference(lines, write(new PictureFormat.JpegFile(80), lines)))
        .isGreaterThan(60);
  }

  @Test
  void writesColoursAsGifByAPalette() throws Exception {
    Picture color = ramp(Picture.Color.RGB);

    byte[] file = write(PictureFormat.GIF, color);

    assertThat(new String(file, 0, 6, StandardCharsets.US_ASCII))
        .isEqualTo("GIF89a");
    assertThat(greatestDifference(color, file)).isLessThanOrEqualTo(40);
  }

  @Test
  void writesSmallerFilesOfLowerQuality() throws Exception {
    Picture picture = Corpus.picture("MR_small.dcm");

    int poor = write(new PictureFormat.JpegFile(30), picture).length;
    int good = write(PictureFormat.JPEG, picture).length;

    assertThat(poor).isLessThan(good * 2 / 3);
  }

  @Test
  void namesItsMediaType() {
    assertThat(PictureFormat.JPEG.mediaType()).isEqualTo("image/jpeg");
    assertThat(PictureFormat.PNG.mediaType()).isEqualTo("image/png");
    assertThat(PictureFormat.GIF.mediaType()).isEqualTo("image/gif");
  }

  @Test
  void leavesTheStreamOpen() throws Exception {
    var out = new OutputStream() {
      private boolean isClosed;

      @Override
      public void write(int value) {}

      @Override
      public void close() {
        isClosed = true;
      }
    };

    PictureFormat.JPEG.write(ramp(Picture.Color.RGB), out);
    PictureFormat.GIF.write(ramp(Picture.Color.RGB), out);
    PictureFormat.PNG.write(ramp(Picture.Color.RGB), out);

    assertThat(out.isClosed).isFalse();
  }

  @Test
  void saysWhatJpegCanNotHold() {
    Picture strip = new Picture(65_535, 1, Picture.Color.GRAY, Bytes.wrap(new byte[65_535]));

    assertThatThrownBy(() -> write(PictureFormat.JPEG, strip))
        .isInstanceOf(PixelDataException.class)
        .hasMessage("a picture of 65535 x 1 pixels is longer than jpeg files take");
    assertThatThrownBy(() -> new PictureFormat.JpegFile(0))
        .hasMessage("the quality of JPEG is between 1 and 100, got 0");
  }
}
