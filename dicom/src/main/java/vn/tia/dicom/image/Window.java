package vn.tia.dicom.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;

/// The part of the values that is shown, from black to white (PS3.3 section C.11.2).
public record Window(double center, double width, Shape shape) {

  /// How brightness grows over the window: the terms of (0028,1056) VOI LUT Function.
  public enum Shape {
    LINEAR, LINEAR_EXACT, SIGMOID
  }

  /// @throws IllegalArgumentException if the width is below what the shape takes
  public Window {
    double least = shape == Shape.LINEAR ? 1 : 0;
    if (!(width >= least && width <= 1e12 && Math.abs(center) <= 1e12)
        || width == 0) {
      throw new IllegalArgumentException("a window of shape %s has a width from %s on, got %s"
          .formatted(shape, least, width));
    }
  }

  public static Window linear(double center, double width) {
    return new Window(center, width, Shape.LINEAR);
  }

  /// A window of an object with what the object says it is for.
  public record Named(Window window, Optional<String> explanation) {}

  /// The windows that a data set has, without those that can't be used.
  ///
  /// @param dataset the attributes that hold for the frame: see [FrameAttributes]
  public static List<Named> all(Dataset dataset) {
    List<String> centers = dataset.strings(Tags.WINDOW_CENTER);
    List<String> widths = dataset.strings(Tags.WINDOW_WIDTH);
    List<String> explanations = dataset.strings(Tags.WINDOW_CENTER_WIDTH_EXPLANATION);
    List<Named> windows = new ArrayList<>();
    for (int i = 0; i < Math.min(centers.size(), widths.size()); i++) {
      try {
        Window window = new Window(Double.parseDouble(centers.get(i)),
            Double.parseDouble(widths.get(i)),
            shape(dataset.string(Tags.VOILUT_FUNCTION).orElse("LINEAR")));
        windows.add(new Named(window, i < explanations.size() && !explanations.get(i).isBlank()
            ? Optional.of(explanations.get(i)) : Optional.empty()));
      } catch (IllegalArgumentException _) {
        // No number, or no width: such a window shows nothing.
      }
    }
    return windows;
  }

  /// The first window that a data set has, empty where it has none that can be used.
  static Optional<Window> of(Dataset dataset) {
    return all(dataset).stream().map(Named::window).findFirst();
  }

  private static Shape shape(String term) {
    return Shape.valueOf(term.strip().toUpperCase(Locale.ROOT));
  }

  /// How bright a value is, from 0 to 1.
  public double brightness(double value) {
    return switch (shape) {
      case LINEAR -> linear(value);
      case LINEAR_EXACT -> Math.clamp((value - center) / width + 0.5, 0, 1);
      case SIGMOID -> 1 / (1 + Math.exp(-4 * (value - center) / width));
    };
  }

  private double linear(double value) {
    double middle = center - 0.5;
    double reach = (width - 1) / 2;
    if (value <= middle - reach) {
      return 0;
    }
    return value > middle + reach ? 1 : Math.clamp((value - middle) / (width - 1) + 0.5, 0, 1);
  }
}
