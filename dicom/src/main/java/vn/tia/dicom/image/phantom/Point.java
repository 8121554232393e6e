package vn.tia.dicom.image.phantom;

/// A place in the patient in millimetres: x to the left, y to the back, z to the head.
record Point(double x, double y, double z) {

  Point plus(Point other) {
    return new Point(x + other.x, y + other.y, z + other.z);
  }

  Point minus(Point other) {
    return plus(other.times(-1));
  }

  Point times(double factor) {
    return new Point(x * factor, y * factor, z * factor);
  }

  double length() {
    return Math.sqrt(x * x + y * y + z * z);
  }

  /// The same direction with length 1.
  Point unit() {
    return times(1 / Math.max(1e-9, length()));
  }

  Point cross(Point other) {
    return new Point(
        y * other.z - z * other.y, z * other.x - x * other.z, x * other.y - y * other.x);
  }
}
