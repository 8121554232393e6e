package vn.tia.dicom.image.phantom;

import java.util.ArrayList;
import java.util.List;

/// The vessels and airways inside the lungs, forked again and again from the roots outwards.
final class LungTree {

  private static final int GENERATIONS = 10;
  private static final int LOBES = 15;
  private static final double GOLDEN = 2.399963;
  private static final Tissue BLOOD = Tissue.of(60);
  private static final Tissue AIRWAY = Tissue.walled(Tissue.of(-120), 0.6, Tissue.of(-960));

  private final Solid lung = new Chest.Lung(Physique.chest());
  private final List<Part> parts = new ArrayList<>();

  private LungTree() {}

  static List<Part> parts() {
    LungTree tree = new LungTree();
    for (int side = -1; side <= 1; side += 2) {
      Point root = new Point(side * 44, 14, 78);
      for (int lobe = 0; lobe < LOBES; lobe++) {
        tree.lobe(root, side, lobe);
      }
    }
    return List.copyOf(tree.parts);
  }

  private void lobe(Point root, int side, int lobe) {
    double turn = lobe * GOLDEN;
    double height = 1 - 2 * (lobe + 0.5) / LOBES;
    double flat = Math.sqrt(1 - height * height);
    double out = 0.55 + 0.45 * Math.abs(Ripple.sin(turn));
    Point way =
        new Point(side * flat * out, flat * Ripple.sin(turn + Math.PI / 2), height).unit();
    grow(new Twig(root, way, 4.1, turn, GENERATIONS));
  }

  private void grow(Twig twig) {
    double length = 7.5 + 4.6 * twig.radius;
    Point end = twig.start.plus(twig.way.times(length));
    double room = -lung.distance(end.x(), end.y(), end.z());
    if (room < 3 || twig.left == 0) {
      return;
    }
    double next = twig.radius * 0.82;
    parts.add(Part.of(new Solid.Rod(twig.start, end, twig.radius, next), BLOOD));
    if (twig.left > GENERATIONS - 2) {
      airway(twig, end);
    }
    Point side = twig.way.cross(new Point(0.31, 0.17, 0.93)).unit();
    Point up = twig.way.cross(side);
    Point across =
        side.times(Ripple.sin(twig.turn)).plus(up.times(Ripple.sin(twig.turn + Math.PI / 2)));
    double turn = twig.turn + GOLDEN;
    // Near the pleura the forks open wider, so that the last twigs run along it.
    double spread = room < 22 ? 0.8 : 0.52;
    Point main = twig.way.plus(across.times(spread * 0.75)).unit();
    Point branch = twig.way.minus(across.times(spread * 1.25)).unit();
    grow(new Twig(end, main, next, turn, twig.left - 1));
    grow(new Twig(end, branch, next * 0.86, turn + 1, twig.left - 1));
  }

  /// An airway runs beside each of the larger arteries.
  private void airway(Twig twig, Point end) {
    Point aside = twig.way.cross(new Point(0, 0.4, 0.9)).unit().times(twig.radius * 1.9);
    double radius = twig.radius * 0.75;
    Solid rod =
        new Solid.Rod(twig.start.plus(aside), end.plus(aside), radius, radius * 0.85);
    parts.add(Part.of(rod, AIRWAY));
  }

  private record Twig(Point start, Point way, double radius, double turn, int left) {}
}
