package vn.tia.dicom.image.phantom;

import java.util.ArrayList;
import java.util.List;

/// The bones of the trunk: spine, ribs with their cartilage, breastbone, collarbones, blades.
final class Skeleton {

  private static final double PITCH = 24.5;
  private static final double FIRST = 172;
  private static final int VERTEBRAE = 15;
  private static final Tissue DENSE = Tissue.bone(680, 1.8, 260);
  private static final Tissue CARTILAGE = Tissue.mottled(115, 12);

  private Skeleton() {}

  static List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    for (int rib = 0; rib < 12; rib++) {
      for (int side = -1; side <= 1; side += 2) {
        parts.addAll(rib(rib, side));
      }
    }
    parts.addAll(breastbone());
    parts.addAll(shoulder());
    for (int vertebra = 0; vertebra < VERTEBRAE; vertebra++) {
      parts.addAll(vertebra(FIRST - PITCH * vertebra, 15 + 0.45 * vertebra));
    }
    return parts;
  }

  private static List<Part> vertebra(double z, double radius) {
    double y = Physique.spine(z);
    Point middle = new Point(0, y, z);
    double half = PITCH / 2;
    Solid body = new Slab(middle, radius * 1.18, radius * 0.92, half - 2.3);
    Solid disc = new Slab(new Point(0, y, z - half), radius * 1.14, radius * 0.9, 2.6);
    double back = y + radius * 0.8;
    Solid canal = Solid.Ellipsoid.of(new Point(0, back + 8, z), new Point(10.5, 8.5, 1e5));
    List<Part> parts = new ArrayList<>();
    parts.add(Part.of(disc, Tissue.mottled(92, 10)));
    parts.add(Part.of(body, Tissue.bone(560, 1.5, 195)));
    parts.add(Part.of(arch(z, radius, back), DENSE));
    Bounds level = Bounds.around(new Point(0, back + 8, z), 12, 10, half);
    parts.add(new Part(canal, Tissue.walled(Tissue.of(-40), 1.6, Tissue.of(18)), level));
    Solid cord = Solid.Ellipsoid.of(new Point(0, back + 8, z), new Point(5.6, 4.4, 1e5));
    parts.add(new Part(cord, Tissue.of(42), level));
    return parts;
  }

  /// Pedicles, joints, transverse and spinous processes, as one bone.
  private static Solid arch(double z, double radius, double back) {
    List<Solid> rods = new ArrayList<>();
    for (int side = -1; side <= 1; side += 2) {
      Point foot = new Point(side * radius * 0.75, back - 2, z + 4);
      Point joint = new Point(side * 16, back + 12, z + 2);
      Point wing = new Point(side * (31 + radius / 3), back + 20, z + 1);
      Point lamina = new Point(side * 2, back + 20, z - 4);
      rods.add(new Solid.Rod(foot, joint, 5.6, 5.2));
      rods.add(new Solid.Rod(joint, wing, 4.8, 4.2));
      rods.add(new Solid.Rod(joint, lamina, 4.4, 3.6));
      Point above = joint.plus(new Point(0, 2, 6));
      rods.add(new Solid.Rod(above, joint.plus(new Point(0, 3, -9)), 6, 5));
    }
    Point tip = new Point(0, Math.min(back + 40, 94), z - 19);
    rods.add(new Solid.Rod(new Point(0, back + 20, z - 3), tip, 3.8, 4.4));
    return Solid.Union.of(rods);
  }

  /// A rib follows the wall of the chest and falls as it comes forward.
  private static List<Part> rib(int number, int side) {
    double z = FIRST - PITCH * number - 4;
    double fall = number < 2 ? 34 + 10 * number : 62;
    double reach = number < 10 ? 2.25 : 1.35 - 0.35 * (number - 10);
    List<Solid> bone = new ArrayList<>();
    Point last = new Point(side * 19, Physique.spine(z) + 12, z);
    int steps = 26;
    for (int i = 1; i <= steps; i++) {
      double angle = 0.26 + (reach - 0.26) * i / steps;
      Point next = onWall(angle, z - fall * (1 - Math.cos(angle)) / 1.6, side);
      bone.add(new Blade(last, next, 3.4, 6.4));
      last = next;
    }
    List<Part> parts = new ArrayList<>();
    parts.add(Part.of(Solid.Union.of(bone), Tissue.bone(720, 1.4, 230)));
    if (number < 10) {
      parts.add(cartilage(number, side, last));
    }
    return parts;
  }

  private static Point onWall(double angle, double z, int side) {
    double x = (Physique.cavityWidth(z) + 5.5) * Ripple.sin(angle);
    double y = (Physique.cavityDepth(z) + 5.5) * Ripple.sin(angle + Math.PI / 2);
    return new Point(side * x, Physique.cavityMiddle(z) + y, z);
  }

  private static Part cartilage(int number, int side, Point end) {
    double up = number < 3 ? 0 : 7.0 * (number - 2);
    List<Solid> parts = new ArrayList<>();
    Point last = end;
    for (int i = 1; i <= 8; i++) {
      double angle = 2.25 + 0.72 * i / 8;
      Point next = onWall(angle, end.z() + up * i / 8, side);
      parts.add(new Blade(last, next, 4.2, 6));
      last = next;
    }
    return Part.of(Solid.Union.of(parts), CARTILAGE);
  }

  private static List<Part> breastbone() {
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      double z = 128 - 9.0 * i;
      double half = i < 5 ? 24 - 2.6 * i : 13 + Ripple.sin(i * 1.1);
      double y = Physique.cavityMiddle(z) - Physique.cavityDepth(z) - 6;
      Point middle = new Point(0, y, z);
      double next = Physique.cavityMiddle(z - 9) - Physique.cavityDepth(z - 9) - 6;
      Solid piece = new Leaf(middle, new Point(0, next, z - 9), half, 6.2);
      parts.add(Part.of(piece, Tissue.bone(420, 1.2, 150)));
    }
    return parts;
  }

  private static List<Part> shoulder() {
    List<Part> parts = new ArrayList<>();
    for (int side = -1; side <= 1; side += 2) {
      Point inner = new Point(side * 22, -62, 134);
      Point bend = new Point(side * 62, -58, 150);
      Point outer = new Point(side * 122, -18, 172);
      parts.add(Part.of(Path.tube(new Point[] {inner, bend, outer}, 6), DENSE));
      parts.add(Part.of(blade(side), Tissue.bone(600, 1.2, 280)));
    }
    return parts;
  }

  /// The shoulder blade: thin, with a thick outer edge.
  private static Solid blade(int side) {
    List<Solid> pieces = new ArrayList<>();
    for (int i = 0; i < 28; i++) {
      double z = 66 + 3.75 * i;
      double spread = 14 + 1.9 * i;
      double inner = 112 - 1.6 * i;
      Point near = new Point(side * inner, 74 + 0.25 * i, z);
      Point far = new Point(side * (inner + spread), 74 - 0.55 * spread + 0.25 * i, z + 3.75);
      pieces.add(new Solid.Plate(near, far, 3.8));
      Point edge = far.minus(new Point(0, 0, 3.75));
      pieces.add(new Solid.Rod(edge, far, 4.2 + 0.12 * i, 4.2 + 0.12 * i));
    }
    return Solid.Union.of(pieces);
  }

  /// A vertebral body: flat above and below, waisted, and hollow behind.
  private record Slab(Point middle, double rx, double ry, double half) implements Solid {

    @Override
    public double distance(double x, double y, double z) {
      double height = Math.abs(z - middle.z());
      double waist = 1 - 0.09 * (1 - Math.min(1, height / half));
      double dx = x / (rx * waist);
      double dy = (y - middle.y()) / (ry * waist);
      double dent = dy > 0 ? 0.22 * Math.max(0, 1 - dx * dx * 2.5) : 0;
      double radial = Math.sqrt(dx * dx + dy * dy) - 1 + dent * dy;
      return Math.max(radial * ry, height - half);
    }

    @Override
    public Bounds bounds() {
      return Bounds.around(middle, rx + 1, ry + 1, half);
    }
  }

  /// A flat rod, taller than it is thick: a stretch of a rib.
  private record Blade(Point from, Point to, double thick, double tall) implements Solid {

    @Override
    public double distance(double x, double y, double z) {
      double ax = to.x() - from.x();
      double ay = to.y() - from.y();
      double t = ((x - from.x()) * ax + (y - from.y()) * ay) / (ax * ax + ay * ay + 1e-9);
      t = Math.clamp(t, 0, 1);
      double px = x - from.x() - t * ax;
      double py = y - from.y() - t * ay;
      double pz = (z - from.z() - t * (to.z() - from.z())) * thick / tall;
      return Math.sqrt(px * px + py * py + pz * pz) - thick;
    }

    @Override
    public Bounds bounds() {
      return Bounds.around(from, thick, thick, tall).and(Bounds.around(to, thick, thick, tall));
    }
  }

  /// A flat plate facing forward, rounded at its sides: a piece of the breastbone.
  private record Leaf(Point from, Point to, double half, double thick) implements Solid {

    @Override
    public double distance(double x, double y, double z) {
      double t = Math.clamp((z - from.z()) / (to.z() - from.z()), 0, 1);
      double dx = Math.max(0, Math.abs(x) - (half - thick));
      double dy = y - from.y() - t * (to.y() - from.y());
      double across = Math.sqrt(dx * dx + dy * dy) - thick;
      return Math.max(across, Math.max(to.z() - z, z - from.z()));
    }

    @Override
    public Bounds bounds() {
      return Bounds.around(from, half, thick, 0).and(Bounds.around(to, half, thick, 0));
    }
  }
}
