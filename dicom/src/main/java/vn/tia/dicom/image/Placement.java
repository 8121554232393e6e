package vn.tia.dicom.image;

import java.util.List;
import java.util.OptionalDouble;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;

/// Puts a picture of stored pixels into the shape and room that are wanted.
final class Placement {
  /// Pixels that are so little off a square are left: nobody sees it, and scaling blurs.
  private static final double SQUARE_ENOUGH = 1.01;

  /// Beyond this a ratio is a mistake: the flattest real pixels are those of reformatted CT.
  private static final double RATIO_MAX = 20;

  static final List<Tag> SPACINGS = List.of(
      Tags.PIXEL_SPACING, Tags.IMAGER_PIXEL_SPACING, Tags.NOMINAL_SCANNED_PIXEL_SPACING);

  private final RenderSettings settings;
  private final double ratio;

  /// @param ratio how much higher than wide a pixel of the picture is
  Placement(double ratio, RenderSettings settings) {
    this.settings = settings;
    this.ratio = settings.shape() == RenderSettings.PixelShape.SQUARE ? ratio : 1;
  }

  /// How much higher than wide a pixel is (PS3.3 sections C.7.6.3.1.7 and 10.7.1.3).
  static double ratio(Dataset dataset) {
    for (Tag spacing : SPACINGS) {
      double ratio = quotient(dataset.strings(spacing));
      if (isUsable(ratio)) {
        return isSquare(ratio) ? 1 : ratio;
      }
    }
    double ratio = quotient(dataset.strings(Tags.PIXEL_ASPECT_RATIO));
    return isUsable(ratio) && !isSquare(ratio) ? ratio : 1;
  }

  private static double quotient(List<String> values) {
    if (values.size() != 2) {
      return Double.NaN;
    }
    OptionalDouble vertical = number(values.getFirst());
    OptionalDouble horizontal = number(values.getLast());
    return vertical.orElse(Double.NaN) / horizontal.orElse(Double.NaN);
  }

  private static OptionalDouble number(String digits) {
    try {
      return OptionalDouble.of(Double.parseDouble(digits));
    } catch (NumberFormatException _) {
      return OptionalDouble.empty();
    }
  }

  private static boolean isUsable(double ratio) {
    return ratio >= 1 / RATIO_MAX && ratio <= RATIO_MAX;
  }

  private static boolean isSquare(double ratio) {
    return ratio < SQUARE_ENOUGH && ratio > 1 / SQUARE_ENOUGH;
  }

  /// The picture in its place.
  ///
  /// @throws PixelDataException if it becomes larger than the limits, or lies outside the image
  Picture place(Picture picture) throws PixelDataException {
    double width = picture.columns() * Math.max(1, 1 / ratio);
    double height = picture.rows() * Math.max(1, ratio);
    if (settings.viewport().isEmpty()) {
      return scale(picture, Scaling.Axis.whole(picture.columns()).to(width),
          Scaling.Axis.whole(picture.rows()).to(height));
    }
    return into(picture, settings.viewport().get());
  }

  private Picture into(Picture picture, Viewport viewport) throws PixelDataException {
    Viewport.Region region = viewport.region().orElse(
        new Viewport.Region(0, 0, picture.columns(), picture.rows()));
    Scaling.Axis across = axis(region.left(), region.width(), picture.columns());
    Scaling.Axis down = axis(region.top(), region.height(), picture.rows());
    double width = Math.abs(across.length()) * Math.max(1, 1 / ratio);
    double height = Math.abs(down.length()) * Math.max(1, ratio);
    double scale = Math.min(viewport.width() / width, viewport.height() / height);
    return scale(picture, across.to(width * scale), down.to(height * scale));
  }

  /// The part of a side that is there; backwards where its length is negative.
  private static Scaling.Axis axis(double from, double length, int side)
      throws PixelDataException {
    double end = Math.min(from + Math.abs(length), side);
    if (from >= side) {
      throw new PixelDataException(
          "the region starts at %s, the image ends at %d".formatted(from, side));
    }
    return length > 0
        ? new Scaling.Axis(from, end - from, 1) : new Scaling.Axis(end, from - end, 1);
  }

  private Picture scale(Picture picture, Scaling.Axis across, Scaling.Axis down)
      throws PixelDataException {
    long pixels = (long) across.count() * down.count();
    boolean isScaled = across.count() != picture.columns() || down.count() != picture.rows();
    if (isScaled && pixels > settings.limits().pixelsMax()) {
      throw new PixelDataException("a picture of %d x %d pixels is larger than the limit of %d"
          .formatted(across.count(), down.count(), settings.limits().pixelsMax()));
    }
    return Scaling.scale(picture, across, down);
  }
}
