package vn.tia.dicom.image;

import java.util.function.IntBinaryOperator;
import vn.tia.dicom.data.Bytes;

/// A picture ready to be shown: 8 bits a sample, row by row from the top left.
///
/// @param color one sample a pixel, or red, green and blue together
public record Picture(int columns, int rows, Color color, Bytes samples) {

  /// The kinds of picture, each with its samples per pixel.
  public enum Color {
    GRAY(1), RGB(3);

    private final int samples;

    Color(int samples) {
      this.samples = samples;
    }

    public int samples() {
      return samples;
    }
  }

  public Picture {
    if ((long) columns * rows * color.samples() != samples.length()) {
      throw new IllegalArgumentException("%d samples are no picture of %d x %d"
          .formatted(samples.length(), columns, rows));
    }
  }

  /// The sample of a pixel, between 0 and 255.
  public int at(int row, int column, int sample) {
    return samples.at((row * columns + column) * color.samples() + sample) & 0xFF;
  }

  /// The picture after a quarter turn to the right.
  Picture turned() {
    return moved(rows, columns, (row, column) -> (rows - 1 - column) * columns + row);
  }

  /// The picture with left and right exchanged.
  Picture flipped() {
    return moved(columns, rows, (row, column) -> (row + 1) * columns - 1 - column);
  }

  private Picture moved(int width, int height, IntBinaryOperator origin) {
    int step = color.samples();
    byte[] moved = new byte[samples.length()];
    int at = 0;
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        int from = origin.applyAsInt(row, column) * step;
        for (int sample = 0; sample < step; sample++) {
          moved[at++] = samples.at(from + sample);
        }
      }
    }
    return new Picture(width, height, color, Bytes.wrap(moved));
  }
}
