package vn.tia.dicom.image.phantom;

/// Smooth, repeatable unevenness: sums of sines read from a table, for speed.
final class Ripple {

  private static final int SIZE = 4096;
  private static final double PER_RADIAN = SIZE / (2 * Math.PI);
  private static final float[] SINES = sines();

  private Ripple() {}

  /// A value between -1 and 1 that changes softly with the place, some millimetres per wave.
  static double at(double x, double y, double z) {
    double warpX = x + 2.6 * sin(0.21 * y + 0.13 * z);
    double warpY = y + 2.9 * sin(0.19 * x - 0.17 * z + 1.1);
    return 0.5 * sin(0.83 * warpX + 0.41 * z) * sin(0.77 * warpY - 0.29 * z)
        + 0.5 * sin(0.37 * warpX - 0.43 * warpY + 0.23 * z);
  }

  /// The sine of an angle in radians, to about three digits.
  static double sin(double radians) {
    return SINES[(int) Math.floor(radians * PER_RADIAN) & (SIZE - 1)];
  }

  /// 0 well below zero, 1 well above it, and a smooth change over `width` around it.
  static double step(double value, double width) {
    double t = value / width + 0.5;
    if (t <= 0) {
      return 0;
    }
    return t >= 1 ? 1 : t * t * (3 - 2 * t);
  }

  private static float[] sines() {
    float[] table = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      table[i] = (float) StrictMath.sin((i + 0.5) / PER_RADIAN);
    }
    return table;
  }
}
