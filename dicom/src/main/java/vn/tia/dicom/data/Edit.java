package vn.tia.dicom.data;

/// One change to a data set, as data: coercion and de-identification are lists of these.
public sealed interface Edit {
  /// Adds the element, or takes the place of the one with its tag.
  record Put(Element element) implements Edit {}

  /// Takes the element away.
  record Remove(Tag tag) implements Edit {}

  /// Leaves the element present but empty; does nothing where it is absent.
  record Clear(Tag tag) implements Edit {}
}
