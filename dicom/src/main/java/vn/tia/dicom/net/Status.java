package vn.tia.dicom.net;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import vn.tia.dicom.data.Tag;

/// The status of a DIMSE response: its code (PS3.7 annex C; per service PS3.4), a comment for the
/// person at the other end, and the elements that offended.
///
/// The comment must hold no patient data; the server cuts it to 64 characters, the limit of
/// (0000,0902) Error Comment.
public record Status(
    int code, Optional<String> errorComment, List<Tag> offendingElements, OptionalInt errorId) {
  public static final Status SUCCESS = of(0x0000);
  public static final Status CANCEL = of(0xFE00);
  public static final Status PENDING = of(0xFF00);

  /// Pending, where an optional key was not supported for matching (PS3.4 table C.4-1).
  public static final Status PENDING_WITHOUT_OPTIONAL_KEYS = of(0xFF01);

  public static final Status NO_SUCH_ATTRIBUTE = of(0x0105);
  public static final Status INVALID_ATTRIBUTE_VALUE = of(0x0106);
  public static final Status ATTRIBUTE_LIST_ERROR = of(0x0107);
  public static final Status PROCESSING_FAILURE = of(0x0110);
  public static final Status DUPLICATE_SOP_INSTANCE = of(0x0111);
  public static final Status NO_SUCH_SOP_INSTANCE = of(0x0112);
  public static final Status NO_SUCH_EVENT_TYPE = of(0x0113);
  public static final Status NO_SUCH_ARGUMENT = of(0x0114);
  public static final Status INVALID_ARGUMENT_VALUE = of(0x0115);
  public static final Status ATTRIBUTE_VALUE_OUT_OF_RANGE = of(0x0116);
  public static final Status INVALID_SOP_INSTANCE = of(0x0117);
  public static final Status NO_SUCH_SOP_CLASS = of(0x0118);
  public static final Status CLASS_INSTANCE_CONFLICT = of(0x0119);
  public static final Status MISSING_ATTRIBUTE = of(0x0120);
  public static final Status MISSING_ATTRIBUTE_VALUE = of(0x0121);
  public static final Status SOP_CLASS_NOT_SUPPORTED = of(0x0122);
  public static final Status NO_SUCH_ACTION_TYPE = of(0x0123);
  public static final Status NOT_AUTHORIZED = of(0x0124);
  public static final Status DUPLICATE_INVOCATION = of(0x0210);
  public static final Status UNRECOGNIZED_OPERATION = of(0x0211);
  public static final Status MISTYPED_ARGUMENT = of(0x0212);
  public static final Status RESOURCE_LIMITATION = of(0x0213);

  /// C-STORE, C-FIND: refused, out of resources (PS3.4 tables B.2-1 and C.4-1).
  public static final Status OUT_OF_RESOURCES = of(0xA700);

  /// C-GET, C-MOVE: refused, the matches can't be counted (PS3.4 tables C.4-2 and C.4-3).
  public static final Status MATCHES_NOT_COUNTED = of(0xA701);

  /// C-GET, C-MOVE: refused, no sub-operation could be performed (PS3.4 tables C.4-2 and C.4-3).
  public static final Status SUB_OPERATIONS_NOT_PERFORMED = of(0xA702);

  /// C-GET, C-MOVE: done, one or more sub-operations failed (PS3.4 tables C.4-2 and C.4-3).
  public static final Status SUB_OPERATIONS_WITH_FAILURES = of(0xB000);

  /// C-MOVE: refused, the destination AE is unknown (PS3.4 table C.4-2).
  public static final Status MOVE_DESTINATION_UNKNOWN = of(0xA801);

  /// C-STORE: the data set does not match its SOP class or its command (PS3.4 table B.2-1); C-FIND:
  /// the identifier does not match the SOP class (PS3.4 table C.4-1).
  public static final Status DATASET_DOES_NOT_MATCH_SOP_CLASS = of(0xA900);

  /// C-STORE: stored, some elements were coerced (PS3.4 table B.2-1).
  public static final Status COERCED = of(0xB000);

  /// C-STORE: stored, some elements were discarded (PS3.4 table B.2-1).
  public static final Status ELEMENTS_DISCARDED = of(0xB006);

  /// C-STORE: stored, though the data set does not match its SOP class (PS3.4 table B.2-1).
  public static final Status STORED_WITH_MISMATCH = of(0xB007);

  /// C-STORE: error, cannot understand; C-FIND: unable to process.
  public static final Status CANNOT_UNDERSTAND = of(0xC000);

  /// Holds a 16-bit code.
  public Status {
    if ((code & 0xFFFF0000) != 0) {
      throw new IllegalArgumentException("a status has 16 bits, got %X".formatted(code));
    }
    offendingElements = List.copyOf(offendingElements);
  }

  /// A status without comment.
  public static Status of(int code) {
    return new Status(code, Optional.empty(), List.of(), OptionalInt.empty());
  }

  /// The same status with a comment.
  public Status withComment(String comment) {
    return new Status(code, Optional.of(comment), offendingElements, errorId);
  }

  /// The same status, naming the elements that offended.
  public Status withOffending(Tag... tags) {
    return new Status(code, errorComment, List.of(tags), errorId);
  }

  /// The same status with the (0000,0903) Error ID that its service defines (PS3.7 annex C.4.2).
  public Status withErrorId(int id) {
    return new Status(code, errorComment, offendingElements, OptionalInt.of(id));
  }

  /// What kind of end, or of pause, this is: 0001, 0107, 0116 and Bxxx are warnings, and a code
  /// that nobody defines is a failure (PS3.7 annex C).
  public StatusClass statusClass() {
    return switch (code) {
      case 0x0000 -> StatusClass.SUCCESS;
      case 0x0001, 0x0107, 0x0116 -> StatusClass.WARNING;
      case 0xFE00 -> StatusClass.CANCEL;
      case 0xFF00, 0xFF01 -> StatusClass.PENDING;
      default -> (code & 0xF000) == 0xB000 ? StatusClass.WARNING : StatusClass.FAILURE;
    };
  }

  public boolean isSuccess() {
    return statusClass() == StatusClass.SUCCESS;
  }

  public boolean isPending() {
    return statusClass() == StatusClass.PENDING;
  }

  public boolean isCancel() {
    return statusClass() == StatusClass.CANCEL;
  }

  /// Done, with something to know.
  public boolean isWarning() {
    return statusClass() == StatusClass.WARNING;
  }

  public boolean isFailure() {
    return statusClass() == StatusClass.FAILURE;
  }
}
