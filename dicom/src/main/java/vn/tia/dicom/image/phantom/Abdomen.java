package vn.tia.dicom.image.phantom;

import java.util.ArrayList;
import java.util.List;

/// What lies under the diaphragm: liver, stomach, spleen, kidneys, pancreas, bowel.
final class Abdomen {

  private static final Tissue FAT = Tissue.mottled(-101, 8);
  private static final Tissue DIAPHRAGM = Tissue.walled(Tissue.of(55), 2.4, FAT);
  private static final Tissue PORTAL = Tissue.mottled(168, 5);

  private Abdomen() {}

  static List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    parts.add(Part.of(Solid.Union.of(domes()), DIAPHRAGM));
    parts.add(new Part(new Floor(Physique.chest()), FAT, floorBounds()));
    parts.addAll(bowel());
    parts.addAll(liver());
    parts.addAll(stomach());
    parts.addAll(spleen());
    parts.addAll(kidney(-1, -128));
    parts.addAll(kidney(1, -112));
    parts.addAll(pancreas());
    return parts;
  }

  private static List<Solid> domes() {
    return List.of(
        dome(-66, 4, -72, 62, 84, 82),
        dome(66, 6, -76, 60, 82, 76),
        dome(0, -12, -92, 88, 66, 92));
  }

  private static Solid dome(double x, double y, double z, double rx, double ry, double rz) {
    return new Solid.Dome(Solid.Ellipsoid.of(new Point(x, y, z), new Point(rx, ry, rz)));
  }

  private static Bounds floorBounds() {
    return new Bounds(new Point(-140, -100, -1e6), new Point(140, 100, -40));
  }

  private static List<Part> liver() {
    Tissue liver = Tissue.mottled(112, 5);
    List<Part> parts = new ArrayList<>();
    Solid right = ellipsoid(-64, 2, -70, 57, 77, 76);
    Solid tail = ellipsoid(-82, 14, -100, 38, 58, 56);
    Solid left = ellipsoid(2, -46, -52, 66, 28, 36);
    parts.add(Part.of(Solid.Union.of(List.of(right, tail, left)), liver));
    branch(parts, 6, p(-20, -4, -84), p(-44, -2, -76), p(-70, 6, -68), p(-92, 16, -58));
    branch(parts, 4, p(-44, -2, -76), p(-66, -24, -62), p(-84, -38, -44));
    branch(parts, 4, p(-30, -6, -80), p(-14, -34, -62), p(14, -46, -54));
    branch(parts, 5, p(-22, 6, -6), p(-46, 14, -18), p(-80, 26, -36), p(-98, 34, -62));
    branch(parts, 4.5, p(-22, 4, -8), p(-40, -14, -22), p(-62, -36, -48));
    branch(parts, 4, p(-20, 2, -8), p(-4, -22, -26), p(10, -44, -44));
    for (int i = 0; i < 26; i++) {
      double turn = 2.4 * i;
      Point from = p(-72 + 26 * Ripple.sin(turn), 4 + 30 * Ripple.sin(turn + 1.57), -74 + 3.0 * i);
      Point way = p(Ripple.sin(turn + 0.7) * 18, Ripple.sin(turn + 2.2) * 22, 8 - (i % 5) * 4);
      parts.add(Part.of(new Solid.Rod(from, from.plus(way), 2.4, 1.1), PORTAL));
    }
    Tissue bile = Tissue.walled(Tissue.of(70), 1.4, Tissue.of(8));
    parts.add(Part.of(ellipsoid(-46, -52, -112, 15, 22, 24), bile));
    return parts;
  }

  private static void branch(List<Part> parts, double radius, Point... path) {
    parts.add(Part.of(Path.tube(path, radius), PORTAL));
  }

  private static List<Part> stomach() {
    Tissue content = Tissue.fluidLevel(-34, 28);
    Tissue stomach = Tissue.walled(Tissue.mottled(88, 8), 4.2, content);
    return List.of(
        Part.of(ellipsoid(60, -22, -46, 38, 44, 40), stomach),
        Part.of(ellipsoid(40, -42, -88, 46, 24, 24), stomach));
  }

  private static List<Part> spleen() {
    Solid spleen =
        Solid.Ellipsoid.turned(p(95, 42, -58), p(24, 44, 44), 0.35)
            .without(ellipsoid(66, 26, -58, 22, 30, 40));
    return List.of(Part.of(spleen, Tissue.mottled(128, 5)));
  }

  private static List<Part> kidney(int side, double z) {
    Point middle = p(side * 58, 46, z);
    double turn = side * -0.5;
    Tissue inner = (x, y, height, depth) -> {
      double wave = Ripple.sin(x / 3.1) * Ripple.sin(y / 3.3) * Ripple.sin(height / 3.6);
      double pyramid = Ripple.step(wave + 0.15, 0.3);
      return 178 - 62 * pyramid * Ripple.step(depth - 1, 3);
    };
    List<Part> parts = new ArrayList<>();
    parts.add(turned(middle, 40, 34, 62, turn, Tissue.walled(Tissue.of(-70), 0.8, FAT)));
    parts.add(turned(middle, 23, 30, 54, turn, Tissue.walled(Tissue.of(196), 4.6, inner)));
    Point hilum = p(side * 44, 38, z);
    parts.add(turned(hilum, 14, 9, 24, turn, FAT));
    parts.add(turned(p(side * 46, 39, z - 2), 7, 5, 14, turn, Tissue.of(40)));
    Tissue vein = Tissue.of(150);
    parts.add(Part.of(new Solid.Rod(hilum, p(side * 14, 18, z + 6), 4.6, 5.5), vein));
    Tissue psoas = Tissue.walled(Tissue.of(-80), 0.8, Tissue.mottled(60, 6));
    parts.add(Part.of(new Solid.Rod(p(side * 24, 48, -95), p(side * 34, 46, -190), 7, 19), psoas));
    return parts;
  }

  private static List<Part> pancreas() {
    List<Part> parts = new ArrayList<>();
    Point[] path = {p(-28, -14, -118), p(-4, -18, -108), p(24, -8, -100), p(66, 22, -84)};
    List<Solid> lobules = new ArrayList<>();
    for (Solid piece : Path.tube(path, 9).solids()) {
      int count = lobules.size();
      Point bump = p(2 * Ripple.sin(count * 2.1), 3 * Ripple.sin(count * 1.7), 0);
      Solid.Rod rod = (Solid.Rod) piece;
      double radius = 8.5 + 1.8 * Ripple.sin(count * 2.9);
      lobules.add(new Solid.Rod(rod.from().plus(bump), rod.to().plus(bump), radius, 8));
    }
    parts.add(Part.of(Solid.Union.of(lobules), Tissue.mottled(96, 16)));
    branch(parts, 4.6, p(-18, -4, -100), p(10, -2, -98), p(40, 10, -90), p(76, 30, -74));
    branch(parts, 5.2, p(-8, -12, -170), p(-10, -10, -120), p(-18, -4, -96), p(-24, -4, -84));
    branch(parts, 3.6, p(8, 0, -104), p(8, -10, -130), p(6, -16, -175));
    return parts;
  }

  private static List<Part> bowel() {
    Tissue stool = (x, y, z, depth) ->
        y < -62 ? -970 : -60 + 130 * Ripple.at(1.6 * x, 1.6 * y, 1.6 * z);
    Tissue colon = Tissue.walled(Tissue.of(62), 2.4, stool);
    Tissue loop = Tissue.walled(Tissue.of(105), 2.6, Tissue.mottled(30, 14));
    List<Part> parts = new ArrayList<>();
    tube(parts, colon, 19, p(-92, -6, -180), p(-84, -38, -150), p(-40, -62, -140), p(10, -66, -136),
        p(60, -58, -124), p(96, -24, -100), p(104, 14, -130), p(102, 22, -185));
    for (int row = 0; row < 3; row++) {
      double z = -130 - 17 * row;
      double shift = 12 * Ripple.sin(row * 2.0);
      tube(parts, loop, 12.5, p(-52 + shift, -34, z), p(-26, -44 + shift, z - 8),
          p(2, -30, z), p(30 + shift, -42, z - 6), p(58, -28, z), p(76, -6 + shift, z - 4));
      tube(parts, loop, 11.5, p(72, 6, z - 4), p(44 + shift, -6, z), p(30, -14, z - 8));
    }
    tube(parts, loop, 12, p(-36, -44, -104), p(-48, -18, -116), p(-42, 2, -140), p(-10, 2, -160));
    return parts;
  }

  private static void tube(List<Part> parts, Tissue tissue, double radius, Point... path) {
    parts.add(Part.of(Path.tube(path, radius), tissue));
  }

  private static Point p(double x, double y, double z) {
    return new Point(x, y, z);
  }

  private static Solid ellipsoid(
      double x, double y, double z, double rx, double ry, double rz) {
    return Solid.Ellipsoid.of(p(x, y, z), p(rx, ry, rz));
  }

  private static Part turned(
      Point middle, double rx, double ry, double rz, double angle, Tissue tissue) {
    return Part.of(Solid.Ellipsoid.turned(middle, p(rx, ry, rz), angle), tissue);
  }

  /// The belly below the lungs' recess.
  private record Floor(Solid chest) implements Solid {

    @Override
    public Solid at(double z) {
      return new Floor(chest.at(z));
    }

    @Override
    public double distance(double x, double y, double z) {
      return Math.max(chest.distance(x, y, z), z + 73 + 0.35 * y);
    }

    @Override
    public Bounds bounds() {
      return floorBounds();
    }
  }
}
