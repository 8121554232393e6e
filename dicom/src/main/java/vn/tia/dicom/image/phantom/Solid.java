package vn.tia.dicom.image.phantom;

import java.util.ArrayList;
import java.util.List;

/// A body in space, known by how far each place is from its surface.
interface Solid {

  /// How far above and below a solid a slice still shows its soft edge, in millimetres.
  double MARGIN = 2;

  /// The distance in millimetres from the surface: negative inside, and exact only near it.
  double distance(double x, double y, double z);

  /// A box outside of which nothing of the solid lies.
  Bounds bounds();

  /// The same solid as far as the slice at height `z` shows it: maybe much simpler.
  default Solid at(double z) {
    return this;
  }

  /// The part of this solid that lies outside another.
  default Solid without(Solid other) {
    return new Cut(this, other);
  }

  /// An ellipsoid, turned about the z axis by an angle in radians.
  record Ellipsoid(Point centre, Point radii, double cos, double sin) implements Solid {

    static Ellipsoid of(Point centre, Point radii) {
      return new Ellipsoid(centre, radii, 1, 0);
    }

    static Ellipsoid turned(Point centre, Point radii, double angle) {
      return new Ellipsoid(centre, radii, StrictMath.cos(angle), StrictMath.sin(angle));
    }

    @Override
    public double distance(double x, double y, double z) {
      double dx = x - centre.x();
      double dy = y - centre.y();
      double u = (dx * cos + dy * sin) / radii.x();
      double v = (dy * cos - dx * sin) / radii.y();
      double w = (z - centre.z()) / radii.z();
      double scaled = Math.sqrt(u * u + v * v + w * w);
      double a = u / radii.x();
      double b = v / radii.y();
      double c = w / radii.z();
      return scaled * (scaled - 1) / Math.sqrt(a * a + b * b + c * c + 1e-12);
    }

    @Override
    public Bounds bounds() {
      double reach = sin == 0 ? radii.x() : Math.max(radii.x(), radii.y());
      double depth = sin == 0 ? radii.y() : reach;
      return Bounds.around(centre, reach, depth, radii.z());
    }
  }

  /// A round rod between two places whose radius changes evenly from one end to the other.
  record Rod(Point from, Point to, double radiusFrom, double radiusTo) implements Solid {

    @Override
    public double distance(double x, double y, double z) {
      double ax = to.x() - from.x();
      double ay = to.y() - from.y();
      double az = to.z() - from.z();
      double px = x - from.x();
      double py = y - from.y();
      double pz = z - from.z();
      double t = (px * ax + py * ay + pz * az) / (ax * ax + ay * ay + az * az + 1e-12);
      t = Math.clamp(t, 0, 1);
      px -= t * ax;
      py -= t * ay;
      pz -= t * az;
      return Math.sqrt(px * px + py * py + pz * pz) - radiusFrom - t * (radiusTo - radiusFrom);
    }

    @Override
    public Bounds bounds() {
      return Bounds.around(from, radiusFrom, radiusFrom, radiusFrom)
          .and(Bounds.around(to, radiusTo, radiusTo, radiusTo));
    }
  }

  /// A flat plate standing along z: a thick line seen from above.
  record Plate(Point from, Point to, double thickness) implements Solid {

    @Override
    public double distance(double x, double y, double z) {
      double ax = to.x() - from.x();
      double ay = to.y() - from.y();
      double t = ((x - from.x()) * ax + (y - from.y()) * ay) / (ax * ax + ay * ay + 1e-12);
      t = Math.clamp(t, 0, 1);
      double dx = x - from.x() - t * ax;
      double dy = y - from.y() - t * ay;
      double across = Math.sqrt(dx * dx + dy * dy) - thickness / 2;
      return Math.max(across, Math.max(from.z() - z, z - to.z()));
    }

    @Override
    public Bounds bounds() {
      return Bounds.around(from, thickness, thickness, 0)
          .and(Bounds.around(to, thickness, thickness, 0));
    }
  }

  /// A dome that stands on an endless column of its own outline, as a diaphragm on the belly.
  record Dome(Ellipsoid top) implements Solid {

    @Override
    public double distance(double x, double y, double z) {
      return top.distance(x, y, Math.max(z, top.centre().z()));
    }

    @Override
    public Bounds bounds() {
      Point low = top.bounds().low();
      return new Bounds(new Point(low.x(), low.y(), -1e6), top.bounds().high());
    }
  }

  /// Several solids as one, without walls where they meet.
  record Union(List<Solid> solids, Bounds bounds) implements Solid {

    static Union of(List<Solid> solids) {
      Bounds all = solids.getFirst().bounds();
      for (Solid solid : solids) {
        all = all.and(solid.bounds());
      }
      return new Union(List.copyOf(solids), all);
    }

    @Override
    public double distance(double x, double y, double z) {
      double nearest = Double.MAX_VALUE;
      for (Solid solid : solids) {
        nearest = Math.min(nearest, solid.distance(x, y, z));
      }
      return nearest;
    }

    @Override
    public Solid at(double z) {
      List<Solid> here = new ArrayList<>();
      for (Solid solid : solids) {
        Bounds range = solid.bounds();
        if (range.low().z() - MARGIN < z && z < range.high().z() + MARGIN) {
          here.add(solid.at(z));
        }
      }
      return here.isEmpty() ? this : of(here);
    }
  }

  /// One solid with another taken away from it.
  record Cut(Solid whole, Solid gone) implements Solid {

    @Override
    public double distance(double x, double y, double z) {
      double inside = whole.distance(x, y, z);
      return inside > 2 ? inside : Math.max(inside, -gone.distance(x, y, z));
    }

    @Override
    public Bounds bounds() {
      return whole.bounds();
    }
  }
}
