package vn.tia.bridge.store;

import java.util.Optional;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Uid;

/// How the store of an instance ended, and what the instance is.
///
/// @param names empty where its bytes don't say it
public record Taken(StoreOutcome outcome, Optional<Names> names) {

  /// The UIDs of an instance; each is empty where it is none.
  public record Names(Optional<String> sopClass, Optional<String> instance,
      Optional<String> study, Optional<String> series) {

    public static Names of(Dataset dataset) {
      return new Names(uid(dataset, Tags.SOP_CLASS_UID), uid(dataset, Tags.SOP_INSTANCE_UID),
          uid(dataset, Tags.STUDY_INSTANCE_UID), uid(dataset, Tags.SERIES_INSTANCE_UID));
    }

    private static Optional<String> uid(Dataset dataset, Tag tag) {
      return dataset.string(tag).filter(Uid::isWellFormed);
    }
  }

  static Taken unnamed(StoreOutcome outcome) {
    return new Taken(outcome, Optional.empty());
  }
}
