package vn.tia.dicom.image.phantom;

import java.util.function.DoubleUnaryOperator;

/// The outlines of the trunk at each height: skin, chest cavity and spine, which all else follows.
final class Physique {

  /// The height at which the chest cavity closes above the tips of the lungs.
  private static final double APEX = 168;

  private Physique() {}

  /// Half the width of the body.
  static double width(double z) {
    double waist = 6 * Ripple.sin((z + 40) / 60);
    return 160 + waist + 16 * Ripple.step(z - 120, 110);
  }

  /// Half the depth of the body.
  static double depth(double z) {
    return 115 + 3 * Ripple.sin((z + 90) / 50) - 20 * Ripple.step(z - 135, 120);
  }

  /// How much of its greatest width the chest cavity has.
  static double cavity(double z) {
    if (z <= 40) {
      return 1;
    }
    double up = (z - 40) / (APEX - 40);
    return up >= 1 ? 0 : Math.sqrt(1 - up * up * up);
  }

  static double cavityWidth(double z) {
    return Math.max(2, 132 * cavity(z));
  }

  static double cavityDepth(double z) {
    return Math.max(2, 84 * (0.25 + 0.75 * cavity(z)));
  }

  /// The middle of the chest cavity, front to back: it leans back towards its tip.
  static double cavityMiddle(double z) {
    return -4 + 14 * (1 - cavity(z));
  }

  /// The middle of the vertebral bodies: the chest bends back, the loins bend forward.
  static double spine(double z) {
    double bend = (z - 40) / 200;
    return 48 - 14 * bend * bend;
  }

  /// The skin.
  static Solid body() {
    return new Trunk(
        new Outline(Physique::width, Physique::depth, z -> 0, 2.4), Bounds.EVERYWHERE);
  }

  /// The inside of the rib cage.
  static Solid chest() {
    Outline outline =
        new Outline(Physique::cavityWidth, Physique::cavityDepth, Physique::cavityMiddle, 2.2);
    Bounds bounds = new Bounds(new Point(-140, -100, -1e6), new Point(140, 100, APEX));
    return new Trunk(outline, bounds);
  }

  /// A rounded box at each height: half width, half depth, middle, and how boxy (2 = ellipse).
  private record Outline(DoubleUnaryOperator width, DoubleUnaryOperator depth,
      DoubleUnaryOperator middle, double roundness) {}

  /// A trunk with such outlines.
  private record Trunk(Outline outline, Bounds bounds) implements Solid {

    @Override
    public double distance(double x, double y, double z) {
      return at(z).distance(x, y, z);
    }

    @Override
    public Solid at(double z) {
      double width = outline.width().applyAsDouble(z);
      double depth = outline.depth().applyAsDouble(z);
      double middle = outline.middle().applyAsDouble(z);
      Bounds around = Bounds.around(new Point(0, middle, 0), width, depth, 1e6);
      return new Section(width, depth, middle, outline.roundness(), bounds.within(around));
    }
  }

  /// A trunk at one height.
  private record Section(double width, double depth, double middle, double n, Bounds bounds)
      implements Solid {

    @Override
    public double distance(double x, double y, double z) {
      double u = Math.abs(x) / width;
      double v = Math.abs(y - middle) / depth;
      double un = power(u, n);
      double vn = power(v, n);
      double sum = un + vn;
      double slopeX = un / Math.max(u, 1e-3) / width;
      double slopeY = vn / Math.max(v, 1e-3) / depth;
      double gradient = Math.sqrt(slopeX * slopeX + slopeY * slopeY);
      double distance = (sum - 1) / (n * gradient + 1e-6);
      // Far inside, the slope vanishes: the nearer wall says enough there.
      return Math.max(distance, -Math.min(width, depth));
    }

    private static double power(double base, double n) {
      double root = Math.sqrt(base);
      double fraction = (n - 2) * 2;
      return base * base * (1 - fraction + fraction * root);
    }
  }
}
