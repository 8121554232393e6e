package vn.tia.dicom.image.phantom;

import java.util.ArrayList;
import java.util.List;

/// The whole trunk, in the order in which it is painted.
final class Torso {

  private Torso() {}

  static List<Part> parts() {
    List<Part> parts = new ArrayList<>(Wall.parts());
    parts.addAll(Chest.lungs());
    parts.add(Chest.middle());
    parts.addAll(Abdomen.parts());
    parts.addAll(Chest.parts());
    parts.addAll(Skeleton.parts());
    return List.copyOf(parts);
  }
}
