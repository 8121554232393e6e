package vn.tia.dicom.image.phantom;

import java.util.ArrayList;
import java.util.List;

/// A bent tube through given places, as short rods along a Catmull-Rom curve.
final class Path {

  private static final int PIECES = 7;

  private Path() {}

  static Solid.Union tube(Point[] path, double radius) {
    List<Solid> pieces = new ArrayList<>();
    for (int i = 0; i + 1 < path.length; i++) {
      Point before = path[Math.max(0, i - 1)];
      Point after = path[Math.min(path.length - 1, i + 2)];
      Point last = path[i];
      for (int k = 1; k <= PIECES; k++) {
        Point next = between(before, path[i], path[i + 1], after, (double) k / PIECES);
        pieces.add(new Solid.Rod(last, next, radius, radius));
        last = next;
      }
    }
    return Solid.Union.of(pieces);
  }

  private static Point between(Point a, Point b, Point c, Point d, double t) {
    Point linear = c.minus(a).times(0.5 * t);
    Point square = a.times(2).minus(b.times(5)).plus(c.times(4)).minus(d).times(0.5 * t * t);
    Point cube = b.times(3).minus(a).minus(c.times(3)).plus(d).times(0.5 * t * t * t);
    return b.plus(linear).plus(square).plus(cube);
  }
}
