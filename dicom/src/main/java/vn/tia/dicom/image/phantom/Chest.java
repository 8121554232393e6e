package vn.tia.dicom.image.phantom;

import java.util.ArrayList;
import java.util.List;

/// The organs of the chest: lungs, heart with its chambers, great vessels, airways, gullet.
final class Chest {

  private static final double BLOOD = 205;
  private static final Tissue VEIN = Tissue.walled(Tissue.of(45), 0.7, Tissue.mottled(165, 6));
  private static final Tissue ARTERY = Tissue.walled(Tissue.of(60), 0.9, Tissue.mottled(BLOOD, 6));
  private static final Tissue AIRWAY = Tissue.walled(Tissue.of(35), 1.5, Tissue.of(-990));

  private Chest() {}

  /// The lungs alone, with what branches in them: painted before all that lies between them.
  static List<Part> lungs() {
    List<Part> parts = new ArrayList<>();
    parts.add(new Part(new Lung(Physique.chest()), Chest::lung, lungBounds()));
    parts.addAll(LungTree.parts());
    return parts;
  }

  /// The fat between the lungs.
  static Part middle() {
    return Part.of(new Middle(), Tissue.mottled(-88, 10));
  }

  static List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    parts.addAll(heart());
    parts.addAll(vessels());
    parts.addAll(airways());
    return parts;
  }

  private static Bounds lungBounds() {
    return new Bounds(new Point(-140, -100, -110), new Point(140, 100, 170));
  }

  /// Lung is denser towards the back, where blood sinks to, and split by its fissures.
  private static double lung(double x, double y, double z, double depth) {
    double hu = -868 + 0.33 * (y + 60) + 14 * Ripple.at(1.7 * x, 1.7 * y, 1.7 * z);
    double slope = z - 40 + 0.95 * y + 5 * Ripple.sin(x / 24);
    double oblique = 1 - Ripple.step(Math.abs(slope) * 0.7 - 0.3, 1.2);
    return hu + 150 * oblique;
  }

  private static List<Part> heart() {
    Point middle = new Point(27, -26, 22);
    List<Part> parts = new ArrayList<>();
    parts.add(turned(middle, 62, 50, 56, 0.62, Tissue.mottled(-85, 8)));
    parts.add(turned(middle, 58, 46, 52, 0.62, Tissue.mottled(-70, 6)));
    parts.add(turned(new Point(46, -20, 12), 40, 31, 40, 0.7, Tissue.mottled(112, 7)));
    parts.add(turned(new Point(43, -20, 14), 30, 18, 29, 0.7, Tissue.mottled(BLOOD, 5)));
    parts.add(turned(new Point(47, -12, 8), 6, 5, 13, 0.7, Tissue.of(118)));
    parts.add(turned(new Point(38, -27, 4), 5, 4, 11, 0.7, Tissue.of(118)));
    parts.add(turned(new Point(18, -52, 18), 38, 19, 37, 0.45, Tissue.mottled(104, 6)));
    parts.add(turned(new Point(18, -53, 19), 34, 15.5, 34, 0.45, Tissue.mottled(196, 8)));
    parts.add(turned(new Point(-26, -27, 24), 25, 28, 33, 0.1, Tissue.of(85)));
    parts.add(turned(new Point(-26, -27, 24), 23, 26, 31, 0.1, Tissue.mottled(188, 12)));
    parts.add(turned(new Point(10, 8, 44), 33, 19, 25, 0, Tissue.of(80)));
    parts.add(turned(new Point(10, 8, 44), 31, 17, 23, 0, Tissue.mottled(BLOOD, 6)));
    for (int side = -1; side <= 1; side += 2) {
      parts.add(rod(new Point(10, 9, 46), new Point(side * 52 + 4, 22, 52), 8, 6.5, VEIN));
      parts.add(rod(new Point(10, 9, 40), new Point(side * 46 + 4, 32, 26), 7.5, 6.5, VEIN));
    }
    return parts;
  }

  private static List<Part> vessels() {
    List<Part> parts = new ArrayList<>();
    tube(parts, VEIN, 9, p(-27, -20, 44), p(-26, -16, 100), p(-22, -22, 128), p(-27, -28, 160));
    tube(parts, VEIN, 6.5, p(-20, -24, 126), p(12, -40, 136), p(30, -34, 165));
    tube(parts, VEIN, 11, p(-24, -6, 20), p(-24, 4, -8), p(-22, 10, -60), p(-19, 18, -170));
    tube(parts, VEIN, 13, p(14, -56, 48), p(18, -42, 72), p(20, -24, 86));
    tube(parts, VEIN, 10.5, p(20, -24, 86), p(34, 2, 90), p(50, 18, 84));
    tube(parts, VEIN, 10, p(20, -24, 86), p(-2, -8, 84), p(-44, 6, 74));
    tube(parts, ARTERY, 15.5, p(4, -24, 46), p(-8, -34, 70), p(-10, -32, 98));
    tube(parts, ARTERY, 14, p(-10, -32, 98), p(-6, -24, 116), p(4, -8, 124), p(18, 12, 120));
    tube(parts, ARTERY, 12.5, p(18, 12, 120), p(25, 28, 108), p(25, 36, 80), p(20, 34, 20));
    tube(parts, ARTERY, 11.5, p(20, 34, 20), p(12, 27, -60), p(6, 19, -110), p(4, 16, -175));
    tube(parts, ARTERY, 6, p(-4, -20, 122), p(-14, -20, 142), p(-24, -8, 175));
    tube(parts, ARTERY, 4, p(8, -6, 128), p(16, -12, 146), p(22, 0, 178));
    tube(parts, ARTERY, 5, p(18, 10, 124), p(26, 8, 144), p(44, 2, 170));
    tube(parts, VEIN, 3.4, p(-14, 36, 84), p(-10, 33, 20), p(-8, 24, -90));
    return parts;
  }

  private static List<Part> airways() {
    List<Part> parts = new ArrayList<>();
    tube(parts, AIRWAY, 10, p(0, -2, 180), p(-1, 4, 130), p(1, 12, 96));
    tube(parts, AIRWAY, 8.5, p(1, 12, 96), p(-20, 16, 84), p(-40, 18, 70));
    tube(parts, AIRWAY, 7.5, p(1, 12, 96), p(24, 18, 80), p(46, 22, 66));
    Tissue gullet = Tissue.walled(Tissue.mottled(48, 5), 5.4, Tissue.of(-300));
    tube(parts, gullet, 7.5, p(3, 20, 180), p(4, 26, 100), p(8, 26, 20), p(22, 6, -28));
    return parts;
  }

  private static Point p(double x, double y, double z) {
    return new Point(x, y, z);
  }

  private static void tube(List<Part> parts, Tissue tissue, double radius, Point... path) {
    parts.add(Part.of(Path.tube(path, radius), tissue));
  }

  private static Part rod(Point from, Point to, double first, double last, Tissue tissue) {
    return Part.of(new Solid.Rod(from, to, first, last), tissue);
  }

  private static Part turned(
      Point middle, double rx, double ry, double rz, double angle, Tissue tissue) {
    return Part.of(Solid.Ellipsoid.turned(middle, new Point(rx, ry, rz), angle), tissue);
  }

  /// The chest without its pleura and above the recess, which reaches lower behind than in front.
  record Lung(Solid chest) implements Solid {

    @Override
    public Solid at(double z) {
      return new Lung(chest.at(z));
    }

    @Override
    public double distance(double x, double y, double z) {
      double floor = -70 - 0.35 * y - z;
      return Math.max(chest.distance(x, y, z) + 2.2, 0.9 * floor);
    }

    @Override
    public Bounds bounds() {
      return lungBounds();
    }
  }

  /// The space between the lungs: wide at the heart and spine, narrow behind the breastbone.
  record Middle() implements Solid {

    @Override
    public double distance(double x, double y, double z) {
      double front = Ripple.step(y + 52, 78);
      double bulge = 4 * Ripple.sin(y / 13 + z / 25) + 7 * Ripple.step(z - 110, 80);
      double half = 3 + 24 * front + bulge * front - 8 * Ripple.step(y - 26, 44);
      double middle = 2 + 4 * Ripple.sin(z / 30) + 3 * Ripple.sin(y / 21 + z / 40);
      return (Math.abs(x - middle) - half) * 0.9;
    }

    @Override
    public Bounds bounds() {
      return new Bounds(new Point(-46, -88, -1e6), new Point(50, 60, 1e6));
    }
  }
}
