package vn.tia.dicom.image;

import java.util.Optional;

/// The room that a picture is scaled into, and the part of the image that goes there
/// (PS3.18 section 8.3.5.1.3).
///
/// The part keeps its proportions, so that the picture fills the room on one side at least.
///
/// @param region the part, empty for the whole image
public record Viewport(int width, int height, Optional<Region> region) {

  /// A part of an image in its own pixels; a negative width or height mirrors it.
  public record Region(double left, double top, double width, double height) {

    /// @throws IllegalArgumentException if there is nothing in it, or a number is none
    public Region {
      double sum = left + top + width + height;
      if (Double.isNaN(sum) || Double.isInfinite(sum) || left < 0 || top < 0
          || width == 0 || height == 0) {
        throw new IllegalArgumentException(
            "a region starts at 0 or beyond and has a width and a height");
      }
    }
  }

  /// @throws IllegalArgumentException if a side has no pixels
  public Viewport {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "a viewport has 1 x 1 pixels or more, got %d x %d".formatted(width, height));
    }
  }

  public static Viewport of(int width, int height) {
    return new Viewport(width, height, Optional.empty());
  }

  /// The viewport that a query parameter says: `vw,vh` or `vw,vh,sx,sy,sw,sh`, where each of the
  /// last four may be left blank.
  ///
  /// @param source the size of the image, which blanks are filled from
  /// @throws IllegalArgumentException if it says none
  public static Viewport parse(String text, PixelLayout.Size source) {
    String[] parts = text.split(",", -1);
    if (parts.length != 2 && parts.length != 6) {
      throw new IllegalArgumentException("a viewport has 2 or 6 numbers, got " + parts.length);
    }
    int width = side(parts[0]);
    int height = side(parts[1]);
    if (parts.length == 2) {
      return of(width, height);
    }
    double left = number(parts[2], 0);
    double top = number(parts[3], 0);
    if (left >= source.columns() || top >= source.rows()) {
      throw new IllegalArgumentException("the region starts at %s, %s, the image has %d x %d pixels"
          .formatted(left, top, source.columns(), source.rows()));
    }
    Region region = new Region(left, top,
        number(parts[4], source.columns() - left), number(parts[5], source.rows() - top));
    return new Viewport(width, height, Optional.of(region));
  }

  private static int side(String digits) {
    try {
      return Integer.parseInt(digits.strip());
    } catch (NumberFormatException _) {
      throw new IllegalArgumentException("width and height of a viewport are whole numbers");
    }
  }

  private static double number(String digits, double blank) {
    try {
      return digits.isBlank() ? blank : Double.parseDouble(digits);
    } catch (NumberFormatException _) {
      throw new IllegalArgumentException("the region of a viewport is given by four numbers");
    }
  }
}
