package vn.tia.dicom.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.tia.dicom.data.Bytes;

class PngTest {

  @ParameterizedTest
  @CsvSource({"1, 1, GRAY", "7, 3, GRAY", "300, 200, GRAY", "1, 1, RGB", "5, 9, RGB",
    "201, 150, RGB"})
  void writesWhatTheJdkReads(int columns, int rows, Picture.Color color) throws IOException {
    Picture picture = new Picture(columns, rows, color, pixels(columns * rows * color.samples()));

    BufferedImage read = ImageIO.read(Png.of(picture).stream());

    assertThat(read.getWidth()).isEqualTo(columns);
    assertThat(read.getHeight()).isEqualTo(rows);
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        for (int sample = 0; sample < color.samples(); sample++) {
          assertThat(read.getRaster().getSample(x, y, sample))
              .isEqualTo(picture.at(y, x, sample));
        }
      }
    }
  }

  /// Smooth in parts and ragged in others, so that each filter has its turn.
  private static Bytes pixels(int count) {
    Random random = new Random(count);
    byte[] pixels = new byte[count];
    for (int i = 0; i < count; i++) {
      pixels[i] = (byte) (i / 97 % 2 == 0 ? i / 3 : random.nextInt(256));
    }
    return Bytes.wrap(pixels);
  }
}
