package vn.tia.dicom.image.codec;

import java.util.Random;

/// Rasters of any depth with noise, ramps, runs or a gentle slope.
public final class RandomRasters {
  private RandomRasters() {}

  /// A raster of 2 to 16 bits.
  public static Raster of(Random random) {
    return of(random, 2 + random.nextInt(15));
  }

  /// A raster of a depth.
  public static Raster of(Random random, int bits) {
    var extent = new Raster.Extent(
        1 + random.nextInt(40), 1 + random.nextInt(70), random.nextBoolean() ? 1 : 3);
    int[] samples = new int[extent.count()];
    int most = (1 << bits) - 1;
    int kind = random.nextInt(4);
    for (int i = 0; i < samples.length; i++) {
      samples[i] = switch (kind) {
        case 0 -> random.nextInt(most + 1);
        case 1 -> i / 7 & most;
        case 2 -> random.nextInt(20) == 0 || i == 0 ? random.nextInt(most + 1) : samples[i - 1];
        default -> i * 3 / 11 + random.nextInt(3) & most;
      };
    }
    return new Raster(extent, bits, samples);
  }
}
