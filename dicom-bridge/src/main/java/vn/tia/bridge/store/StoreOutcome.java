package vn.tia.bridge.store;

import vn.tia.dicom.net.Status;

/// How a store ended. Each outcome names its own DIMSE status (PS3.4 table B.2-1).
public sealed interface StoreOutcome {

  /// The instance is durable and has its row.
  record Stored() implements StoreOutcome {}

  /// The same bytes were there already; there is still one copy.
  record AlreadyStored() implements StoreOutcome {}

  /// Other bytes with this UID were there already, and stay.
  record Conflict() implements StoreOutcome {}

  /// A UID that a stored instance must have is missing, no UID, or not the one announced.
  record Invalid(String why) implements StoreOutcome {}

  /// The bytes are no data set in the transfer syntax announced.
  record Unreadable(String why) implements StoreOutcome {}

  /// It can't be stored now: no room, too large, the store or the database doesn't serve.
  record Unavailable(String why) implements StoreOutcome {}

  default Status status() {
    return switch (this) {
      case Stored _, AlreadyStored _ -> Status.SUCCESS;
      case Conflict _ -> Status.PROCESSING_FAILURE
          .withComment("another object with this SOP Instance UID is stored");
      case Invalid(var why) -> Status.DATASET_DOES_NOT_MATCH_SOP_CLASS.withComment(why);
      case Unreadable(var why) -> Status.CANNOT_UNDERSTAND.withComment(why);
      case Unavailable(var why) -> Status.OUT_OF_RESOURCES.withComment(why);
    };
  }
}
