package vn.tia.dicom.image.codec;

import java.util.List;
import vn.tia.dicom.image.PixelDataException;

/// Lossless JPEG with Huffman codes: differences to a prediction (ITU-T T.81 annex H).
final class LosslessScan implements HuffmanJpeg.ScanDecoder {
  private static final int CATEGORY_MAX = 16;

  private final JpegSegments.Frame frame;
  private final int[] samples;
  private int componentsSeen;

  LosslessScan(JpegSegments.Frame frame) throws PixelDataException {
    if (frame.bits() < 2 || frame.bits() > 16) {
      throw new PixelDataException("lossless JPEG has 2 to 16 bits, got " + frame.bits());
    }
    boolean isSubsampled = frame.components().stream().anyMatch(component ->
        component.across() != frame.components().getFirst().across()
            || component.down() != frame.components().getFirst().down());
    if (isSubsampled) {
      throw new PixelDataException("there is no decoder for subsampled lossless JPEG");
    }
    this.frame = frame;
    this.samples = new int[frame.extent().count()];
  }

  @Override
  public Raster raster() throws PixelDataException {
    if (componentsSeen != (1 << frame.components().size()) - 1) {
      throw new PixelDataException("the JPEG stream lacks the scan of a component");
    }
    return new Raster(frame.extent(), frame.bits(), samples);
  }

  @Override
  public void decode(JpegSegments.Scan scan, JpegBits bits, HuffmanJpeg tables)
      throws PixelDataException {
    int predictor = scan.start();
    int shift = scan.approximation() & 15;
    if (predictor < 1 || predictor > 7 || shift >= frame.bits()) {
      throw new PixelDataException("there is no lossless JPEG with predictor %d and shift %d"
          .formatted(predictor, shift));
    }
    int count = scan.selectors().size();
    HuffmanTable[] codes = new HuffmanTable[count];
    for (int i = 0; i < count; i++) {
      codes[i] = tables.first(scan.selectors().get(i).first());
    }
    int interval = tables.restartInterval();
    if (interval % frame.columns() != 0) {
      throw new PixelDataException("a restart interval of lossless JPEG is whole rows");
    }
    int rowsMax = interval == 0 ? frame.rows() : interval / frame.columns();
    for (int row = 0; row < frame.rows(); row++) {
      boolean isFirst = row % rowsMax == 0;
      if (isFirst && row > 0) {
        bits.restart();
      }
      row(row, isFirst ? 1 : predictor, new Coding(scan.selectors(), codes, bits,
          isFirst ? 1 << frame.bits() - shift - 1 : -1));
    }
    finish(scan, shift);
  }

  /// What a row is decoded with.
  ///
  /// @param start the prediction of the first sample, -1 where the one above is
  private record Coding(
      List<JpegSegments.Selector> selectors, HuffmanTable[] codes, JpegBits bits, int start) {}

  private void row(int row, int predictor, Coding coding) throws PixelDataException {
    int step = frame.components().size();
    int width = frame.columns() * step;
    int from = row * width;
    int[] all = samples;
    JpegBits bits = coding.bits();
    for (int column = 0; column < frame.columns(); column++) {
      for (int i = 0; i < coding.codes().length; i++) {
        int at = from + column * step + coding.selectors().get(i).component();
        int prediction;
        if (column == 0) {
          prediction = coding.start() >= 0 ? coding.start() : all[at - width];
        } else {
          int a = all[at - step];
          prediction = predictor == 1 ? a
              : predicted(predictor, a, all[at - width], all[at - width - step]);
        }
        all[at] = prediction + difference(coding.codes()[i], bits) & 0xFFFF;
      }
    }
  }

  private static int predicted(int predictor, int a, int b, int c) {
    return switch (predictor) {
      case 1 -> a;
      case 2 -> b;
      case 3 -> c;
      case 4 -> a + b - c;
      case 5 -> a + (b - c >> 1);
      case 6 -> b + (a - c >> 1);
      default -> a + b >> 1;
    };
  }

  private static int difference(HuffmanTable codes, JpegBits bits) throws PixelDataException {
    int category = codes.decode(bits);
    if (category > CATEGORY_MAX) {
      throw new PixelDataException("a difference of lossless JPEG has %d bits".formatted(category));
    }
    return category == CATEGORY_MAX ? 1 << 15 : bits.extended(category);
  }

  private void finish(JpegSegments.Scan scan, int shift) {
    int step = frame.components().size();
    for (JpegSegments.Selector selector : scan.selectors()) {
      componentsSeen |= 1 << selector.component();
      for (int i = selector.component(); shift > 0 && i < samples.length; i += step) {
        samples[i] <<= shift;
      }
    }
  }
}
