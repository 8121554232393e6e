package vn.tia.bridge.store;

import vn.tia.dicom.net.Status;

/// How a store ended. Each outcome names its own DIMSE status (PS3.4 table B.2-1), whose codes are
/// also the reasons that DICOMweb gives (PS3.18 section I.2.2).
public sealed interface StoreOutcome {

  /// The instance is durable and has its row.
  record Stored() implements StoreOutcome {}

  /// The same, though it contradicts itself.
  record StoredWithMismatch(String what) implements StoreOutcome {}

  /// The same bytes were there already; there is still one copy.
  record AlreadyStored() implements StoreOutcome {}

  /// Other bytes with this UID were there already, and stay.
  record Conflict() implements StoreOutcome {}

  /// Its SOP class is none that is stored.
  record UnknownClass() implements StoreOutcome {}

  /// A UID that a stored instance must have is missing, no UID, or not the one announced.
  record Invalid(String why) implements StoreOutcome {}

  /// It is of another study than the one it was sent for.
  record OtherStudy() implements StoreOutcome {}

  /// The bytes are no data set in the transfer syntax announced.
  record Unreadable(String why) implements StoreOutcome {}

  /// It is longer, or takes more, than a limit allows; sent again, it would be so again.
  record TooLarge(String why) implements StoreOutcome {}

  /// It can't be stored now: no room, the store or the database doesn't serve.
  record Unavailable(String why) implements StoreOutcome {}

  default Status status() {
    return switch (this) {
      case Stored _, AlreadyStored _ -> Status.SUCCESS;
      case StoredWithMismatch(var what) -> Status.STORED_WITH_MISMATCH.withComment(what);
      case Conflict _ -> Status.PROCESSING_FAILURE
          .withComment("another object with this SOP Instance UID is stored");
      case UnknownClass _ -> Status.SOP_CLASS_NOT_SUPPORTED;
      case Invalid(var why) -> Status.DATASET_DOES_NOT_MATCH_SOP_CLASS.withComment(why);
      case OtherStudy _ -> Status.of(0xA901).withComment("it is of another study");
      case Unreadable(var why) -> Status.CANNOT_UNDERSTAND.withComment(why);
      case TooLarge(var why) -> Status.OUT_OF_RESOURCES.withComment(why);
      case Unavailable(var why) -> Status.OUT_OF_RESOURCES.withComment(why);
    };
  }

  /// Whether the instance is here now.
  default boolean isStored() {
    return switch (this) {
      case Stored _, StoredWithMismatch _, AlreadyStored _ -> true;
      case Conflict _, UnknownClass _, Invalid _, OtherStudy _, Unreadable _, TooLarge _,
          Unavailable _ -> false;
    };
  }
}
