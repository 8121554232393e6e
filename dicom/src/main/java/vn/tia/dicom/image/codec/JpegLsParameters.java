package vn.tia.dicom.image.codec;

import vn.tia.dicom.image.PixelDataException;

/// The numbers that steer a scan of JPEG-LS (ITU-T T.87 annex C.2.4.1.1).
///
/// @param sampleMax MAXVAL, the greatest sample
/// @param near how far a sample may be from what it was, 0 for lossless
record JpegLsParameters(int sampleMax, int near, Thresholds thresholds, int reset) {
  private static final int RESET = 64;

  /// Where the differences between neighbours are parted.
  record Thresholds(int first, int second, int third) {}

  JpegLsParameters {
    boolean isLegal = sampleMax >= 1 && sampleMax <= 65_535
        && near >= 0 && near <= Math.min(255, sampleMax / 2)
        && thresholds.first() > near && thresholds.first() <= thresholds.second()
        && thresholds.second() <= thresholds.third() && thresholds.third() <= sampleMax
        && reset >= 3 && reset <= Math.max(255, sampleMax);
    if (!isLegal) {
      throw new IllegalArgumentException(
          "JPEG-LS has no coding with MAXVAL %d, NEAR %d, thresholds %s and RESET %d"
              .formatted(sampleMax, near, thresholds, reset));
    }
  }

  /// The parameters that hold where a codestream names none.
  static JpegLsParameters standard(int sampleMax, int near) {
    return new JpegLsParameters(sampleMax, near, thresholds(sampleMax, near), RESET);
  }

  /// Those that a preset coding segment names; zeros stand for the standard ones.
  static JpegLsParameters preset(int near, int[] values, int bits) throws PixelDataException {
    int sampleMax = values[0] == 0 ? (1 << bits) - 1 : values[0];
    if (sampleMax >= 1 << bits) {
      throw new PixelDataException("JPEG-LS of %d bits has no samples up to %d"
          .formatted(bits, sampleMax));
    }
    try {
      Thresholds usual = thresholds(sampleMax, near);
      return new JpegLsParameters(sampleMax, near, new Thresholds(
          values[1] == 0 ? usual.first : values[1], values[2] == 0 ? usual.second : values[2],
          values[3] == 0 ? usual.third : values[3]), values[4] == 0 ? RESET : values[4]);
    } catch (IllegalArgumentException illegal) {
      throw new PixelDataException(illegal.getMessage(), illegal);
    }
  }

  private static Thresholds thresholds(int sampleMax, int near) {
    int first;
    int second;
    int third;
    if (sampleMax >= 128) {
      int factor = (Math.min(sampleMax, 4095) + 128) / 256;
      first = factor + 2 + 3 * near;
      second = factor * 4 + 3 + 5 * near;
      third = factor * 17 + 4 + 7 * near;
    } else {
      int factor = 256 / (sampleMax + 1);
      first = Math.max(2, 3 / factor + 3 * near);
      second = Math.max(3, 7 / factor + 5 * near);
      third = Math.max(4, 21 / factor + 7 * near);
    }
    first = clamped(first, near + 1, sampleMax);
    second = clamped(second, first, sampleMax);
    return new Thresholds(first, second, clamped(third, second, sampleMax));
  }

  private static int clamped(int value, int least, int most) {
    return value > most || value < least ? least : value;
  }

  /// How many different errors there are.
  int range() {
    return (sampleMax + 2 * near) / (2 * near + 1) + 1;
  }

  /// The bits of an error that is written in full.
  int errorBits() {
    return 32 - Integer.numberOfLeadingZeros(range() - 1);
  }

  /// The most bits that one code has.
  int limit() {
    int bits = Math.max(2, 32 - Integer.numberOfLeadingZeros(sampleMax));
    return 2 * (bits + Math.max(8, bits));
  }
}
