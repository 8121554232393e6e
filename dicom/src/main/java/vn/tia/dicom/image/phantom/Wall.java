package vn.tia.dicom.image.phantom;

import java.util.ArrayList;
import java.util.List;

/// The body wall: skin, fat, layers of muscle, and the couch that the patient lies on.
final class Wall {

  private static final double SKIN = 1.6;
  private static final double FAT = -104;
  private static final double MUSCLE = 58;

  private Wall() {}

  static List<Part> parts() {
    List<Part> parts = new ArrayList<>(couch());
    Solid furrow = Solid.Ellipsoid.of(new Point(0, 144, 0), new Point(44, 31, 1e5));
    parts.add(Part.of(new Skin(Physique.body(), furrow), Wall::layers));
    for (int side = -1; side <= 1; side += 2) {
      parts.addAll(back(side));
      parts.addAll(armpit(side));
    }
    parts.add(Part.of(Physique.chest(), Tissue.mottled(-92, 7)));
    return parts;
  }

  /// The carbon-fibre couch top, curved to the back, filled with foam; and a thin mattress.
  private static List<Part> couch() {
    Solid bed = Solid.Ellipsoid.of(new Point(0, -160, 0), new Point(430, 305, 1e5));
    Solid mattress = Solid.Ellipsoid.of(new Point(0, -160, 0), new Point(405, 281, 1e5));
    Solid above = Solid.Ellipsoid.of(new Point(0, -160, 0), new Point(400, 274, 1e5));
    Bounds lower = new Bounds(new Point(-200, 40, -1e6), new Point(200, 200, 1e6));
    Tissue shell = (x, y, z, depth) -> depth < 2 ? 30 : -905;
    return List.of(
        new Part(bed, shell, lower),
        new Part(mattress, Tissue.of(-280), lower),
        new Part(Solid.Ellipsoid.of(new Point(0, -160, 0), new Point(403, 279, 1e5)),
            Tissue.of(-950), lower),
        new Part(above, Tissue.of(-1000), lower));
  }

  /// Skin, then fat that is thicker in front and at the flanks, then muscle with fat between.
  private static double layers(double x, double y, double z, double depth) {
    double u = x / 170;
    double v = y / 112;
    double fat = SKIN + 8 + 6 * u * u + (v < 0 ? 4 * v * v : 2 * v * v) + 0.8 * Ripple.sin(x / 23);
    double skinToFat = Ripple.step(depth - SKIN, 1.1);
    double fatToMuscle = Ripple.step(depth - fat, 1.2);
    double strands = FAT + 9 * Ripple.at(0.7 * x, 0.7 * y, 0.7 * z);
    double muscle = MUSCLE + 6 * Ripple.at(1.3 * x, 1.3 * y, 0.5 * z);
    double inside = muscle - septum(x, y, z, depth - fat) * (MUSCLE - FAT) * 0.75;
    double hu = 25 + skinToFat * (strands - 25);
    return hu + fatToMuscle * (inside - hu);
  }

  /// How much of a place is the thin fat between two muscles.
  private static double septum(double x, double y, double z, double depth) {
    double wave = 2.2 * Ripple.sin(x / 17 + z / 60) + 1.8 * Ripple.sin(y / 15 - z / 45);
    double layer = Math.abs(depth - 9 - wave);
    double second = Math.abs(depth - 20 - 1.5 * wave);
    double across = Math.abs(Ripple.sin(x / 31 + 0.6 * Ripple.sin(y / 19) + z / 140)) * 16 + 1;
    double near = 1 - Ripple.step(layer - 1.2, 1.6);
    double far = 1 - Ripple.step(second - 1.0, 1.6);
    double between = depth > 9 ? (1 - Ripple.step(across - 1.4, 1.2)) * 0.7 : 0;
    return Math.max(near, Math.max(0.8 * far, between));
  }

  /// The long muscles beside the spine, each in its own sheet.
  private static List<Part> back(int side) {
    Point middle = new Point(side * 30, 84, 0);
    Point outer = new Point(side * 58, 80, 0);
    return List.of(
        column(middle, 24, 15, Tissue.walled(Tissue.of(FAT), 1.1, Tissue.mottled(56, 8))),
        column(outer, 15, 11, Tissue.walled(Tissue.of(FAT), 1.0, Tissue.mottled(57, 8))));
  }

  /// The fat of the armpit with its vessels, and the muscles of breast and shoulder blade.
  private static List<Part> armpit(int side) {
    Tissue fat = Tissue.mottled(FAT, 9);
    Tissue muscle = Tissue.walled(Tissue.of(FAT), 1.2, Tissue.mottled(57, 8));
    Tissue vessel = Tissue.of(150);
    return List.of(
        oval(new Point(side * 128, -2, 136), new Point(24, 42, 66), side * 0.35, fat),
        oval(new Point(side * 92, -66, 128), new Point(46, 13, 50), side * 0.42, muscle),
        oval(new Point(side * 86, -52, 138), new Point(30, 7, 36), side * 0.5, muscle),
        oval(new Point(side * 108, 62, 130), new Point(50, 11, 70), side * -0.5, muscle),
        oval(new Point(side * 150, 34, 110), new Point(10, 36, 70), side * 0.2, muscle),
        Part.of(new Solid.Rod(new Point(side * 104, -20, 172), new Point(side * 134, 6, 110), 4.5,
            3), vessel),
        Part.of(new Solid.Rod(new Point(side * 108, -30, 172), new Point(side * 138, -6, 100), 5,
            2.6), vessel),
        oval(new Point(side * 124, 14, 118), new Point(4, 6, 5), 0, Tissue.of(50)));
  }

  private static Part oval(Point middle, Point radii, double angle, Tissue tissue) {
    return Part.of(Solid.Ellipsoid.turned(middle, radii, angle), tissue);
  }

  private static Part column(Point middle, double rx, double ry, Tissue tissue) {
    return Part.of(Solid.Ellipsoid.of(middle, new Point(rx, ry, 1e5)), tissue);
  }

  /// The body with the furrow along its spine.
  private record Skin(Solid body, Solid furrow) implements Solid {

    @Override
    public Solid at(double z) {
      return body.at(z).without(furrow);
    }

    @Override
    public double distance(double x, double y, double z) {
      return at(z).distance(x, y, z);
    }

    @Override
    public Bounds bounds() {
      return body.bounds();
    }
  }
}
