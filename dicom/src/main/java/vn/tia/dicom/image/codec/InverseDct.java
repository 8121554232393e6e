package vn.tia.dicom.image.codec;

/// The inverse discrete cosine transform of 8 x 8 coefficients (ITU-T T.81 section A.3.3), in
/// floating point and rounded once.
final class InverseDct {
  private static final int SIDE = 8;
  private static final float[] WEIGHTS = weights();

  private final float[] half = new float[64];

  private static float[] weights() {
    float[] weights = new float[64];
    for (int frequency = 0; frequency < SIDE; frequency++) {
      for (int place = 0; place < SIDE; place++) {
        double scale = frequency == 0 ? Math.sqrt(0.125) : 0.5;
        weights[frequency * SIDE + place] =
            (float) (scale * Math.cos((2 * place + 1) * frequency * Math.PI / 16));
      }
    }
    return weights;
  }

  /// Replaces coefficients by samples around zero.
  void transform(int[] block) {
    for (int row = 0; row < SIDE; row++) {
      line(block, row * SIDE);
    }
    for (int column = 0; column < SIDE; column++) {
      for (int place = 0; place < SIDE; place++) {
        float sum = 0;
        for (int frequency = 0; frequency < SIDE; frequency++) {
          sum += half[frequency * SIDE + column] * WEIGHTS[frequency * SIDE + place];
        }
        block[place * SIDE + column] = Math.round(sum);
      }
    }
  }

  /// Transforms a row of coefficients; most have none but in the first places.
  private void line(int[] block, int from) {
    int last = SIDE - 1;
    while (last >= 0 && block[from + last] == 0) {
      last--;
    }
    for (int place = 0; place < SIDE; place++) {
      float sum = 0;
      for (int frequency = 0; frequency <= last; frequency++) {
        sum += block[from + frequency] * WEIGHTS[frequency * SIDE + place];
      }
      half[from + place] = sum;
    }
  }
}
