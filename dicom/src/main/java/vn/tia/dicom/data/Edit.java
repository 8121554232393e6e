package vn.tia.dicom.data;

import java.util.List;

/// One change to a data set, as data: coercion and de-identification are lists of these.
///
/// The list is applied in its order, each edit to what those before have left; see [Dataset#apply].
/// `DatasetCopy` in `vn.tia.dicom.io` applies it to a stream.
public sealed interface Edit {
  /// Adds the element, or takes the place of the one with its tag.
  record Put(Element element) implements Edit {}

  /// Takes the place of the element with its tag; does nothing where there is none.
  record Replace(Element element) implements Edit {}

  /// Takes the element away.
  record Remove(Tag tag) implements Edit {}

  /// Takes all private elements away.
  record RemovePrivate() implements Edit {}

  /// Leaves the element present but empty; does nothing where it is absent.
  record Clear(Tag tag) implements Edit {}

  /// Changes each item of a sequence; does nothing where it is absent.
  record Within(Tag sequence, List<Edit> edits) implements Edit {
    public Within {
      edits = List.copyOf(edits);
    }
  }

  /// Changes one item of a sequence, counted from 0; does nothing where it is absent.
  record WithinItem(Tag sequence, int item, List<Edit> edits) implements Edit {
    public WithinItem {
      edits = List.copyOf(edits);
    }
  }

  /// Changes the data set and all items at every depth.
  record Everywhere(List<Edit> edits) implements Edit {
    public Everywhere {
      edits = List.copyOf(edits);
    }
  }
}
