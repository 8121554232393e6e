package vn.tia.dicom.image;

import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;

/// How a stored grey value becomes a brightness: modality, then values of interest, then polarity
/// (PS3.4 section N.2).
final class GrayScale {
  private final Dataset dataset;
  private final Samples samples;
  private final DoubleUnaryOperator modality;

  GrayScale(Dataset dataset, Samples samples) {
    this.dataset = dataset;
    this.samples = samples;
    this.modality = modality(dataset);
  }

  /// The values that a modality means: by its table, else by slope and intercept (PS3.3 C.11.1).
  static DoubleUnaryOperator modality(Dataset dataset) {
    Optional<Lut> table = firstTable(dataset.items(Tags.MODALITY_LUT_SEQUENCE));
    if (table.isPresent()) {
      return table.get()::at;
    }
    double slope = dataset.decimal(Tags.RESCALE_SLOPE).orElse(1);
    double intercept = dataset.decimal(Tags.RESCALE_INTERCEPT).orElse(0);
    return slope == 0 ? DoubleUnaryOperator.identity() : stored -> stored * slope + intercept;
  }

  private static Optional<Lut> firstTable(List<Dataset> items) {
    return items.isEmpty() ? Optional.empty()
        : Lut.of(items.getFirst().get(Tags.LUT_DESCRIPTOR),
            items.getFirst().bytes(Tags.LUT_DATA));
  }

  /// Brightness by a window that the caller chose.
  DoubleUnaryOperator with(Window window) {
    return polarized(modality.andThen(window::brightness));
  }

  /// Brightness by the object's own first window, else its first table, else from the darkest to
  /// the brightest value.
  DoubleUnaryOperator byDefault() {
    Optional<Window> window = Window.of(dataset);
    if (window.isPresent()) {
      return with(window.get());
    }
    Optional<Lut> table = firstTable(dataset.items(Tags.VOILUT_SEQUENCE));
    if (table.isPresent()) {
      Lut lut = table.get();
      return polarized(modality.andThen(value -> (double) lut.at(value) / lut.highest()));
    }
    return polarized(modality.andThen(range()));
  }

  /// From the smallest to the greatest value that is no padding.
  private DoubleUnaryOperator range() {
    double low = Double.MAX_VALUE;
    double high = -Double.MAX_VALUE;
    Padding padding = Padding.of(dataset);
    SampleFormat format = samples.layout().format();
    for (int i = 0; i < samples.count(); i++) {
      double stored = format.number(samples.at(i));
      if (!padding.holds(stored)) {
        low = Math.min(low, stored);
        high = Math.max(high, stored);
      }
    }
    double dark = modality.applyAsDouble(low);
    double bright = modality.applyAsDouble(high);
    if (!(dark != bright)) {
      return value -> 0;
    }
    double from = Math.min(dark, bright);
    double width = Math.abs(bright - dark);
    return value -> Math.clamp((value - from) / width, 0, 1);
  }

  private DoubleUnaryOperator polarized(DoubleUnaryOperator brightness) {
    String shape = dataset.string(Tags.PRESENTATION_LUT_SHAPE).orElse("");
    boolean inverse = switch (shape) {
      case "IDENTITY" -> false;
      case "INVERSE" -> true;
      default -> samples.photometric() == Photometric.MONOCHROME1;
    };
    return inverse ? brightness.andThen(value -> 1 - value) : brightness;
  }

  /// The values that fill a picture beyond what was measured (PS3.3 section C.7.5.1.1.2).
  private record Padding(double low, double high) {

    static Padding of(Dataset dataset) {
      double value = dataset.decimal(Tags.PIXEL_PADDING_VALUE).orElse(Double.NaN);
      double limit = dataset.decimal(Tags.PIXEL_PADDING_RANGE_LIMIT).orElse(value);
      return new Padding(Math.min(value, limit), Math.max(value, limit));
    }

    boolean holds(double stored) {
      return stored >= low && stored <= high;
    }
  }
}
