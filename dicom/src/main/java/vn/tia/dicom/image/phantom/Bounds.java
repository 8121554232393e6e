package vn.tia.dicom.image.phantom;

/// A box that holds a solid, so that the painter looks at no pixel outside it.
record Bounds(Point low, Point high) {

  static final Bounds EVERYWHERE =
      new Bounds(new Point(-1e6, -1e6, -1e6), new Point(1e6, 1e6, 1e6));

  static Bounds around(Point centre, double rx, double ry, double rz) {
    Point radii = new Point(rx, ry, rz);
    return new Bounds(centre.minus(radii), centre.plus(radii));
  }

  /// What lies in both boxes.
  Bounds within(Bounds other) {
    return new Bounds(
        new Point(
            Math.max(low.x(), other.low.x()),
            Math.max(low.y(), other.low.y()),
            Math.max(low.z(), other.low.z())),
        new Point(
            Math.min(high.x(), other.high.x()),
            Math.min(high.y(), other.high.y()),
            Math.min(high.z(), other.high.z())));
  }

  /// The smallest box around both.
  Bounds and(Bounds other) {
    return new Bounds(
        new Point(
            Math.min(low.x(), other.low.x()),
            Math.min(low.y(), other.low.y()),
            Math.min(low.z(), other.low.z())),
        new Point(
            Math.max(high.x(), other.high.x()),
            Math.max(high.y(), other.high.y()),
            Math.max(high.z(), other.high.z())));
  }
}
