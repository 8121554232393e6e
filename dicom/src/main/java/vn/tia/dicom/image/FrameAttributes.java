package vn.tia.dicom.image;

import java.util.List;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.DatasetBuilder;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Tags;

/// What holds for one frame: an enhanced object says it in functional groups (PS3.3 C.7.6.16).
public final class FrameAttributes {

  private FrameAttributes() {}

  /// The data set with the attributes of a frame's functional groups laid over it.
  ///
  /// Groups of the frame count before those that all frames share. A data set without groups is
  /// returned as it is.
  public static Dataset of(Dataset dataset, int frame) {
    List<Dataset> shared = dataset.items(Tags.SHARED_FUNCTIONAL_GROUPS_SEQUENCE);
    List<Dataset> each = dataset.items(Tags.PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE);
    if (shared.isEmpty() && each.isEmpty()) {
      return dataset;
    }
    DatasetBuilder builder = dataset.toBuilder();
    if (!shared.isEmpty()) {
      lay(shared.getFirst(), builder);
    }
    if (frame >= 0 && frame < each.size()) {
      lay(each.get(frame), builder);
    }
    return builder.build();
  }

  private static void lay(Dataset groups, DatasetBuilder builder) {
    groups.elements()
        .map(Element::items)
        .filter(items -> !items.isEmpty())
        .forEach(items -> builder.putAll(items.getFirst()));
  }
}
