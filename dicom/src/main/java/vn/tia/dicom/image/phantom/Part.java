package vn.tia.dicom.image.phantom;

/// One piece of the anatomy: where it is, and what it is made of.
record Part(Solid solid, Tissue tissue, Bounds bounds) {

  static Part of(Solid solid, Tissue tissue) {
    return new Part(solid, tissue, solid.bounds());
  }

  /// The part as far as the slice at height `z` shows it.
  Part at(double z) {
    Solid section = solid.at(z);
    return section == solid ? this : new Part(section, tissue, bounds.within(section.bounds()));
  }
}
