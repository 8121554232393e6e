package vn.tia.bridge.store;

import java.util.List;
import java.util.Optional;
import vn.tia.bridge.store.Incoming.Announced;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Uid;

/// The UIDs without which nothing is stored; each check answers what is wrong, or nothing.
final class RequiredUids {

  private static final List<Tag> TAGS = List.of(Tags.SOP_CLASS_UID, Tags.SOP_INSTANCE_UID,
      Tags.STUDY_INSTANCE_UID, Tags.SERIES_INSTANCE_UID);

  private RequiredUids() {}

  /// What a command announces: checked before a byte is written, because names come from it.
  static Optional<String> check(Announced announced) {
    if (!Uid.isWellFormed(announced.sopClassUid())) {
      return Optional.of("the Affected SOP Class UID is not a UID");
    }
    if (!Uid.isWellFormed(announced.sopInstanceUid())) {
      return Optional.of("the Affected SOP Instance UID is not a UID");
    }
    return Optional.empty();
  }

  /// What the data set says, and whether it is what the command announced.
  static Optional<String> check(Dataset dataset, Optional<Announced> announced) {
    for (var tag : TAGS) {
      var value = dataset.string(tag);
      if (value.isEmpty()) {
        return Optional.of(tag + " has no value");
      }
      if (!Uid.isWellFormed(value.get())) {
        return Optional.of(tag + " is not a UID");
      }
    }
    return announced.flatMap(command -> mismatch(dataset, command));
  }

  private static Optional<String> mismatch(Dataset dataset, Announced command) {
    if (!dataset.string(Tags.SOP_INSTANCE_UID).equals(Optional.of(command.sopInstanceUid()))) {
      return Optional.of(Tags.SOP_INSTANCE_UID + " is not the UID of the command");
    }
    if (!dataset.string(Tags.SOP_CLASS_UID).equals(Optional.of(command.sopClassUid()))) {
      return Optional.of(Tags.SOP_CLASS_UID + " is not the class of the command");
    }
    return Optional.empty();
  }
}
