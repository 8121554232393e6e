package vn.tia.dicom.image.phantom;

import java.util.Arrays;
import java.util.List;

/// Paints solids, each over those before it, on one slice of Hounsfield units.
///
/// Edges are as soft as a scanner's: a pixel that a surface crosses holds a part of both tissues.
final class SlicePainter {

  /// How wide an edge is in millimetres.
  private static final double EDGE = 1.3;

  private static final double AIR = -1000;

  /// The middle of the picture lies this far behind the middle of the body, to show the couch.
  static final double BACKWARDS = 12;

  private final int size;
  private final double spacing;

  SlicePainter(int size, double spacing) {
    this.size = size;
    this.spacing = spacing;
  }

  /// The slice at height `z`, row by row from front to back.
  float[] paint(List<Part> parts, double z) {
    float[] slice = new float[size * size];
    Arrays.fill(slice, (float) AIR);
    for (Part part : parts) {
      Bounds bounds = part.bounds();
      if (bounds.low().z() - EDGE < z && z < bounds.high().z() + EDGE) {
        paint(slice, part.at(z), z);
      }
    }
    return slice;
  }

  private void paint(float[] slice, Part part, double z) {
    Solid solid = part.solid();
    Bounds bounds = part.bounds();
    int top = pixel(bounds.low().y() - BACKWARDS - EDGE);
    int bottom = pixel(bounds.high().y() - BACKWARDS + EDGE);
    int left = pixel(bounds.low().x() - EDGE);
    int right = pixel(bounds.high().x() + EDGE);
    for (int row = top; row <= bottom; row++) {
      double y = place(row) + BACKWARDS;
      for (int column = left; column <= right; column++) {
        double x = place(column);
        double depth = -solid.distance(x, y, z);
        double share = Ripple.step(depth, EDGE);
        if (share > 0) {
          int at = row * size + column;
          double hu = part.tissue().hu(x, y, z, depth);
          slice[at] += (float) (share * (hu - slice[at]));
        }
      }
    }
  }

  private int pixel(double place) {
    return Math.clamp(Math.round(place / spacing + (size - 1) / 2.0), 0, size - 1);
  }

  private double place(int pixel) {
    return (pixel - (size - 1) / 2.0) * spacing;
  }
}
