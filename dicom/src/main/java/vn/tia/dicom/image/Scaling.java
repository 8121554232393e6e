package vn.tia.dicom.image;

import java.util.Arrays;
import vn.tia.dicom.data.Bytes;

/// Scales pictures: averages the area of each new pixel where they get smaller, and lays smooth
/// curves through four neighbours (Catmull-Rom) where they get larger.
///
/// It works row by row, and holds no more than the rows that one new row is made of.
final class Scaling {
  private final Picture source;
  private final Taps[] columns;
  private final Taps[] rows;

  private Scaling(Picture source, Taps[] columns, Taps[] rows) {
    this.source = source;
    this.columns = columns;
    this.rows = rows;
  }

  /// How places on one side of the new picture lie on the old one: from a place on, over a
  /// length, which is negative where it runs backwards.
  record Axis(double from, double length, int count) {

    /// The whole side as it is.
    static Axis whole(int count) {
      return new Axis(0, count, count);
    }

    /// The same part over so many new pixels, one at least.
    Axis to(double pixels) {
      return new Axis(from, length, Math.max(1, (int) Math.round(pixels)));
    }

    boolean isIdentity(int side) {
      return from == 0 && length == side && count == side;
    }

    private Taps taps(int index, int side) {
      double step = length / count;
      return Math.abs(step) > 1
          ? area(from + step * index, from + step * (index + 1), side)
          : curve(from + step * (index + 0.5) - 0.5, side);
    }

    private static Taps area(double one, double other, int side) {
      double start = Math.clamp(Math.min(one, other), 0, side);
      double end = Math.clamp(Math.max(one, other), 0, side);
      int first = Math.min((int) start, side - 1);
      int last = Math.clamp((int) Math.ceil(end) - 1, first, side - 1);
      float[] weights = new float[last - first + 1];
      for (int i = 0; i < weights.length; i++) {
        double part = Math.min(end, first + i + 1) - Math.max(start, first + i);
        weights[i] = (float) part;
      }
      return new Taps(first, weights).normalized();
    }

    private static Taps curve(double place, int side) {
      int base = (int) Math.floor(place);
      int first = Math.clamp(base - 1, 0, side - 1);
      int last = Math.clamp(base + 2, 0, side - 1);
      float[] weights = new float[last - first + 1];
      for (int tap = base - 1; tap <= base + 2; tap++) {
        // Beyond an edge its own pixel goes on.
        weights[Math.clamp(tap, first, last) - first] += (float) catmullRom(Math.abs(place - tap));
      }
      return new Taps(first, weights).normalized();
    }

    private static double catmullRom(double far) {
      if (far >= 2) {
        return 0;
      }
      return far < 1
          ? (1.5 * far - 2.5) * far * far + 1
          : ((-0.5 * far + 2.5) * far - 4) * far + 2;
    }
  }

  /// The old pixels that a new one is made of, and how much of each.
  private record Taps(int first, float[] weights) {

    Taps normalized() {
      float sum = 0;
      for (float weight : weights) {
        sum += weight;
      }
      if (sum == 0) {
        weights[0] = sum = 1;
      }
      for (int i = 0; i < weights.length; i++) {
        weights[i] /= sum;
      }
      return this;
    }
  }

  /// The picture that two axes make of another.
  static Picture scale(Picture source, Axis across, Axis down) {
    if (across.isIdentity(source.columns()) && down.isIdentity(source.rows())) {
      return source;
    }
    return new Scaling(source, taps(across, source.columns()), taps(down, source.rows())).run();
  }

  private static Taps[] taps(Axis axis, int side) {
    Taps[] taps = new Taps[axis.count()];
    Arrays.setAll(taps, index -> axis.taps(index, side));
    return taps;
  }

  private Picture run() {
    int width = columns.length * source.color().samples();
    byte[] scaled = new byte[Math.multiplyExact(width, rows.length)];
    int span = Arrays.stream(rows).mapToInt(taps -> taps.weights().length).max().orElse(1);
    float[][] kept = new float[span + 1][width];
    int[] numbers = new int[span + 1];
    Arrays.fill(numbers, -1);
    float[] sums = new float[width];
    for (int y = 0; y < rows.length; y++) {
      Arrays.fill(sums, 0);
      Taps taps = rows[y];
      for (int i = 0; i < taps.weights().length; i++) {
        int number = taps.first() + i;
        int slot = number % kept.length;
        if (numbers[slot] != number) {
          scaleRow(number, kept[slot]);
          numbers[slot] = number;
        }
        float weight = taps.weights()[i];
        float[] row = kept[slot];
        for (int x = 0; x < width; x++) {
          sums[x] += weight * row[x];
        }
      }
      for (int x = 0; x < width; x++) {
        scaled[y * width + x] = (byte) Math.clamp(Math.round(sums[x]), 0, 255);
      }
    }
    return new Picture(columns.length, rows.length, source.color(), Bytes.wrap(scaled));
  }

  private void scaleRow(int number, float[] target) {
    int step = source.color().samples();
    int start = number * source.columns() * step;
    Bytes samples = source.samples();
    for (int x = 0; x < columns.length; x++) {
      Taps taps = columns[x];
      for (int channel = 0; channel < step; channel++) {
        int at = start + taps.first() * step + channel;
        float sum = 0;
        for (float weight : taps.weights()) {
          sum += weight * (samples.at(at) & 0xFF);
          at += step;
        }
        target[x * step + channel] = sum;
      }
    }
  }
}
