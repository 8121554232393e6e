package vn.tia.dicom.image.codec;

import java.util.Arrays;

/// What coder and decoder of JPEG-LS both learn from the samples so far (ITU-T T.87 annex A).
final class JpegLsModel {
  static final int RUN_INDEX_MAX = 31;

  /// The order of run lengths: 2 to the power of these.
  private static final int[] RUN_BITS = {
    0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13,
    14, 15,
  };

  private static final int CONTEXTS = 365;
  private static final int BIAS_MIN = -128;
  private static final int BIAS_MAX = 127;

  final int near;
  final int sampleMax;
  final int step;
  final int range;
  final int errorBits;
  final int limit;
  private final int reset;

  /// The class of each difference between neighbours, from the smallest up.
  private final byte[] classes;

  private final int[] magnitudes = new int[CONTEXTS + 2];
  private final int[] errors = new int[CONTEXTS];
  private final int[] biases = new int[CONTEXTS];
  private final int[] counts = new int[CONTEXTS + 2];
  private final int[] negatives = new int[2];

  JpegLsModel(JpegLsParameters parameters) {
    near = parameters.near();
    sampleMax = parameters.sampleMax();
    step = 2 * near + 1;
    range = parameters.range();
    errorBits = parameters.errorBits();
    limit = parameters.limit();
    reset = parameters.reset();
    classes = classes(parameters);
    Arrays.fill(magnitudes, Math.max(2, (range + 32) / 64));
    Arrays.fill(counts, 1);
  }

  private static byte[] classes(JpegLsParameters parameters) {
    int most = parameters.sampleMax();
    byte[] classes = new byte[2 * most + 1];
    for (int difference = -most; difference <= most; difference++) {
      int size = Math.abs(difference);
      int rank = size <= parameters.near() ? 0
          : size < parameters.thresholds().first() ? 1
          : size < parameters.thresholds().second() ? 2
          : size < parameters.thresholds().third() ? 3 : 4;
      classes[difference + most] = (byte) (difference < 0 ? -rank : rank);
    }
    return classes;
  }

  /// The context of a sample by its neighbours' differences: 0 for a run, negative for those that
  /// are mirrored.
  int context(int aboveRightToAbove, int aboveToAboveLeft, int aboveLeftToLeft) {
    return 81 * classes[aboveRightToAbove + sampleMax] + 9 * classes[aboveToAboveLeft + sampleMax]
        + classes[aboveLeftToLeft + sampleMax];
  }

  static int runBits(int runIndex) {
    return RUN_BITS[runIndex];
  }

  /// The predicted sample.
  int predicted(int context, int left, int above, int aboveLeft) {
    int plain;
    if (aboveLeft >= Math.max(left, above)) {
      plain = Math.min(left, above);
    } else if (aboveLeft <= Math.min(left, above)) {
      plain = Math.max(left, above);
    } else {
      plain = left + above - aboveLeft;
    }
    int corrected = context < 0 ? plain - biases[-context] : plain + biases[context];
    return Math.max(0, Math.min(sampleMax, corrected));
  }

  /// How many bits of an error are not written one by one.
  int parameter(int context) {
    int at = Math.abs(context);
    return parameter(counts[at], magnitudes[at]);
  }

  private static int parameter(int count, int magnitude) {
    int bits = 0;
    while (count << bits < magnitude && bits < 24) {
      bits++;
    }
    return bits;
  }

  /// Whether small errors of this context are counted from -1 down before 0 up.
  boolean isTurned(int context, int parameter) {
    int at = Math.abs(context);
    return near == 0 && parameter == 0 && 2 * errors[at] <= -counts[at];
  }

  /// Learns the error of a sample outside of runs.
  void learn(int context, int error) {
    int at = Math.abs(context);
    int sum = errors[at] + error * step;
    magnitudes[at] += Math.abs(error);
    int count = counts[at];
    if (count == reset) {
      magnitudes[at] >>= 1;
      sum >>= 1;
      count >>= 1;
    }
    count++;
    counts[at] = count;
    if (sum <= -count) {
      sum += count;
      biases[at] = Math.max(BIAS_MIN, biases[at] - 1);
      if (sum <= -count) {
        sum = -count + 1;
      }
    } else if (sum > 0) {
      sum -= count;
      biases[at] = Math.min(BIAS_MAX, biases[at] + 1);
      if (sum > 0) {
        sum = 0;
      }
    }
    errors[at] = sum;
  }

  /// The sample that is meant by a prediction and an error of the right sign.
  int restored(int predicted, int error) {
    int value = predicted + error * step;
    if (value < -near) {
      value += range * step;
    } else if (value > sampleMax + near) {
      value -= range * step;
    }
    return Math.max(0, Math.min(sampleMax, value));
  }

  /// The error in steps, brought into the range that codes have.
  int coded(int difference) {
    int error = near == 0 ? difference
        : difference > 0 ? (difference + near) / step : -(near - difference) / step;
    if (error < 0) {
      error += range;
    }
    return error >= (range + 1) / 2 ? error - range : error;
  }

  /// How many bits are not written one by one, for the sample that ends a run.
  ///
  /// @param kind 1 where its neighbours are alike, else 0
  int endParameter(int kind) {
    int at = CONTEXTS + kind;
    int magnitude = magnitudes[at] + (kind == 1 ? counts[at] >> 1 : 0);
    return parameter(counts[at], magnitude);
  }

  /// Whether a negative error is the odd one of a pair, for the sample that ends a run.
  boolean isNegativeOdd(int kind, int parameter) {
    return parameter != 0 || 2 * negatives[kind] >= counts[CONTEXTS + kind];
  }

  /// Learns the error of the sample that ends a run, and the number that stood for it.
  void learnEnd(int kind, int error, int code) {
    int at = CONTEXTS + kind;
    if (error < 0) {
      negatives[kind]++;
    }
    magnitudes[at] += code + 1 - kind >> 1;
    if (counts[at] == reset) {
      magnitudes[at] >>= 1;
      counts[at] >>= 1;
      negatives[kind] >>= 1;
    }
    counts[at]++;
  }
}
