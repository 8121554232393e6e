package vn.tia.dicom.image.phantom;

/// What a solid is made of: the Hounsfield units at a place and a depth below the surface.
@FunctionalInterface
interface Tissue {

  /// The attenuation in Hounsfield units; `depth` is in millimetres and grows inwards.
  double hu(double x, double y, double z, double depth);

  static Tissue of(double hu) {
    return (x, y, z, depth) -> hu;
  }

  /// An even tissue with the soft mottling that organs show.
  static Tissue mottled(double hu, double amplitude) {
    return (x, y, z, depth) -> hu + amplitude * Ripple.at(x, y, z);
  }

  /// A wall of one tissue around another: cortex and marrow, vessel wall and blood.
  static Tissue walled(Tissue wall, double thickness, Tissue core) {
    return (x, y, z, depth) -> {
      double part = Ripple.step(depth - thickness, 1.0);
      if (part <= 0) {
        return wall.hu(x, y, z, depth);
      }
      double inner = core.hu(x, y, z, depth - thickness);
      return part >= 1 ? inner : inner * part + wall.hu(x, y, z, depth) * (1 - part);
    };
  }

  /// Bone: dense cortex that gives way to marrow with its trabeculae.
  static Tissue bone(double cortex, double thickness, double marrow) {
    return walled(of(cortex), thickness, (x, y, z, depth) ->
        marrow + 35 * Ripple.at(2.1 * x, 2.1 * y, 2.1 * z));
  }

  /// A hollow organ of a patient on his back: fluid that lies behind a flat level, gas before it.
  static Tissue fluidLevel(double level, double fluid) {
    return (x, y, z, depth) -> {
      double part = Ripple.step(y - level, 1.2);
      return -985 + part * (fluid + 985);
    };
  }
}
