package vn.tia.dicom.image.codec;

import java.util.Arrays;
import vn.tia.dicom.image.PixelDataException;

/// Decodes the samples of one scan of JPEG-LS (ITU-T T.87 annexes A and B).
final class JpegLsScan {
  static final int ALONE = 0;
  static final int BY_LINE = 1;
  static final int BY_SAMPLE = 2;

  private final JpegLsModel model;
  private final JpegLsReader bits;
  private final Raster.Extent extent;
  private final int[] samples;

  JpegLsScan(JpegLsModel model, JpegLsReader bits, Raster.Extent extent, int[] samples) {
    this.model = model;
    this.bits = bits;
    this.extent = extent;
    this.samples = samples;
  }

  /// Decodes the components of the scan, and puts them to their places among the samples.
  void decode(int[] components, int interleave) throws PixelDataException {
    boolean isLegal = switch (interleave) {
      case ALONE -> components.length == 1;
      case BY_LINE, BY_SAMPLE -> true;
      default -> false;
    };
    if (!isLegal) {
      throw new PixelDataException("a JPEG-LS scan of %d components has the interleave mode %d"
          .formatted(components.length, interleave));
    }
    JpegLsLine[] lines = new JpegLsLine[components.length];
    Arrays.setAll(lines, i -> new JpegLsLine(extent.columns()));
    for (int row = 0; row < extent.rows(); row++) {
      for (JpegLsLine line : lines) {
        line.next();
      }
      if (interleave == BY_SAMPLE && lines.length > 1) {
        pixels(lines);
      } else {
        for (JpegLsLine line : lines) {
          line(line);
        }
      }
      store(lines, components, row);
    }
  }

  private void store(JpegLsLine[] lines, int[] components, int row) {
    int step = extent.components();
    for (int i = 0; i < lines.length; i++) {
      int at = row * extent.columns() * step + components[i];
      int[] current = lines[i].current;
      for (int x = 1; x <= extent.columns(); x++, at += step) {
        samples[at] = current[x];
      }
    }
  }

  private void line(JpegLsLine line) throws PixelDataException {
    int[] above = line.above;
    int[] current = line.current;
    int width = extent.columns();
    int x = 1;
    while (x <= width) {
      int left = current[x - 1];
      int context = model.context(
          above[x + 1] - above[x], above[x] - above[x - 1], above[x - 1] - left);
      if (context != 0) {
        current[x] = sample(context, left, above[x], above[x - 1]);
        x++;
      } else {
        int run = runLength(line, width - x + 1);
        Arrays.fill(current, x, x + run, left);
        x += run;
        if (x <= width) {
          int kind = Math.abs(left - above[x]) <= model.near ? 1 : 0;
          current[x] = runEnd(kind, left, above[x], line.runIndex);
          line.endRun();
          x++;
        }
      }
    }
  }

  private void pixels(JpegLsLine[] lines) throws PixelDataException {
    int width = extent.columns();
    int[] contexts = new int[lines.length];
    JpegLsLine first = lines[0];
    int x = 1;
    while (x <= width) {
      boolean isRun = true;
      for (int i = 0; i < lines.length; i++) {
        int[] above = lines[i].above;
        contexts[i] = model.context(above[x + 1] - above[x], above[x] - above[x - 1],
            above[x - 1] - lines[i].current[x - 1]);
        isRun &= contexts[i] == 0;
      }
      if (!isRun) {
        for (int i = 0; i < lines.length; i++) {
          JpegLsLine line = lines[i];
          line.current[x] =
              sample(contexts[i], line.current[x - 1], line.above[x], line.above[x - 1]);
        }
        x++;
        continue;
      }
      int run = runLength(first, width - x + 1);
      for (JpegLsLine line : lines) {
        Arrays.fill(line.current, x, x + run, line.current[x - 1]);
      }
      x += run;
      if (x <= width) {
        for (JpegLsLine line : lines) {
          line.current[x] = runEnd(0, line.current[x - 1], line.above[x], first.runIndex);
        }
        first.endRun();
        x++;
      }
    }
  }

  private int sample(int context, int left, int above, int aboveLeft) throws PixelDataException {
    int predicted = model.predicted(context, left, above, aboveLeft);
    int parameter = model.parameter(context);
    int code = bits.golomb(parameter, model.limit, model.errorBits);
    int error = (code & 1) == 0 ? code >> 1 : -(code + 1 >> 1);
    if (model.isTurned(context, parameter)) {
      error = -error - 1;
    }
    model.learn(context, error);
    return model.restored(predicted, context < 0 ? -error : error);
  }

  private int runLength(JpegLsLine line, int most) throws PixelDataException {
    int length = 0;
    while (bits.bit()) {
      int part = 1 << JpegLsModel.runBits(line.runIndex);
      if (part <= most - length) {
        length += part;
        line.lengthenRun();
      } else {
        length = most;
      }
      if (length == most) {
        return length;
      }
    }
    int rest = JpegLsModel.runBits(line.runIndex);
    length += rest == 0 ? 0 : bits.read(rest);
    if (length > most) {
      throw new PixelDataException("a run of JPEG-LS is longer than its line");
    }
    return length;
  }

  /// The sample that ends a run.
  ///
  /// @param kind 1 where its neighbours are alike, else 0
  private int runEnd(int kind, int left, int above, int runIndex) throws PixelDataException {
    int parameter = model.endParameter(kind);
    int limit = model.limit - JpegLsModel.runBits(runIndex) - 1;
    int code = bits.golomb(parameter, limit, model.errorBits);
    int odd = code + kind & 1;
    int size = code + kind + odd >> 1;
    int error = model.isNegativeOdd(kind, parameter) == (odd == 1) ? -size : size;
    model.learnEnd(kind, error, code);
    if (kind == 1) {
      return model.restored(left, error);
    }
    return model.restored(above, left > above ? -error : error);
  }
}
