package vn.tia.dicom.image;

import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;

/// How a stored grey value becomes a brightness: modality, then values of interest, then
/// presentation (PS3.4 section N.2).
final class GrayScale {
  private final Dataset dataset;
  private final GrayValues values;
  private final PixelLayout layout;
  private final Padding padding;
  private final DoubleUnaryOperator modality;

  GrayScale(Dataset dataset, GrayValues values, PixelLayout layout) {
    this.dataset = dataset;
    this.values = values;
    this.layout = layout;
    this.padding = Padding.of(dataset);
    this.modality = modality(dataset);
  }

  /// The values that a modality means: by its table, else by slope and intercept (PS3.3 C.11.1).
  private static DoubleUnaryOperator modality(Dataset dataset) {
    List<Lut> tables = tables(dataset, Tags.MODALITY_LUT_SEQUENCE);
    if (!tables.isEmpty()) {
      return tables.getFirst()::at;
    }
    double slope = dataset.decimal(Tags.RESCALE_SLOPE).orElse(1);
    double intercept = dataset.decimal(Tags.RESCALE_INTERCEPT).orElse(0);
    return slope == 0 ? DoubleUnaryOperator.identity() : stored -> stored * slope + intercept;
  }

  /// The tables of a sequence that can be used.
  private static List<Lut> tables(Dataset dataset, Tag sequence) {
    return dataset.items(sequence).stream()
        .flatMap(item ->
            Lut.of(item.get(Tags.LUT_DESCRIPTOR), item.bytes(Tags.LUT_DATA)).stream())
        .toList();
  }

  /// Brightness from 0 to 1 of a stored value; padding is black whatever the polarity.
  ///
  /// @throws PixelDataException if the object has no such window or table
  DoubleUnaryOperator brightness(Tone tone) throws PixelDataException {
    DoubleUnaryOperator shown = presented(modality.andThen(interest(tone)));
    return stored -> padding.holds(stored) ? 0 : shown.applyAsDouble(stored);
  }

  private DoubleUnaryOperator interest(Tone tone) throws PixelDataException {
    return switch (tone) {
      case Tone.Own _ -> own();
      case Tone.Range _ -> range();
      case Tone.Through(Window window) -> fitted(window)::brightness;
      case Tone.OwnWindow(int number) -> fitted(
          numbered(Window.all(dataset).stream().map(Window.Named::window).toList(), number,
              "window"))::brightness;
      case Tone.OwnTable(int number) -> brightness(
          numbered(tables(dataset, Tags.VOILUT_SEQUENCE), number, "table of values of interest"));
    };
  }

  private static <T> T numbered(List<T> all, int number, String what) throws PixelDataException {
    if (number < 1 || number > all.size()) {
      throw new PixelDataException(
          "there is no %s %d, the frame has %d".formatted(what, number, all.size()));
    }
    return all.get(number - 1);
  }

  private DoubleUnaryOperator own() {
    Optional<Window> window = Window.of(dataset);
    if (window.isPresent()) {
      return fitted(window.get())::brightness;
    }
    List<Lut> tables = tables(dataset, Tags.VOILUT_SEQUENCE);
    return tables.isEmpty() ? range() : brightness(tables.getFirst());
  }

  /// The window as it is meant: the half steps of LINEAR are made for whole numbers, and would
  /// turn floating point values of a small range into black and white.
  private Window fitted(Window window) {
    return layout.format().isReal() && window.shape() == Window.Shape.LINEAR
        ? new Window(window.center(), window.width(), Window.Shape.LINEAR_EXACT) : window;
  }

  private static DoubleUnaryOperator brightness(Lut table) {
    return value -> (double) table.at(value) / table.highest();
  }

  /// From the smallest to the greatest value that is no padding; a single bit is black or white.
  private DoubleUnaryOperator range() {
    if (layout.format().bitsStored() == 1) {
      return value -> value;
    }
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < values.count(); i++) {
      double stored = values.number(i);
      if (!padding.holds(stored) && Double.isFinite(stored)) {
        double value = modality.applyAsDouble(stored);
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    if (!(low < high)) {
      return value -> 0;
    }
    double from = low;
    double width = high - low;
    return value -> Math.clamp((value - from) / width, 0, 1);
  }

  /// By the presentation table, else by the shape, else by the polarity (PS3.3 section C.11.4).
  private DoubleUnaryOperator presented(DoubleUnaryOperator brightness) {
    List<Lut> tables = tables(dataset, Tags.PRESENTATION_LUT_SEQUENCE);
    if (!tables.isEmpty()) {
      Lut table = tables.getFirst();
      return brightness.andThen(value -> (double) table.share(value) / table.highest());
    }
    String shape = dataset.string(Tags.PRESENTATION_LUT_SHAPE).orElse("");
    boolean inverse = switch (shape) {
      case "IDENTITY" -> false;
      case "INVERSE" -> true;
      default -> layout.photometric() == Photometric.MONOCHROME1;
    };
    return inverse ? brightness.andThen(value -> 1 - value) : brightness;
  }
}
