package vn.tia.bridge.query;

import vn.tia.dicom.data.Tag;
import vn.tia.dicom.net.Status;

/// Says that an identifier doesn't fit its information model; it never repeats a value.
public final class InvalidIdentifierException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Tag tag;

  public InvalidIdentifierException(Tag tag, String reason) {
    super(tag + " " + reason);
    this.tag = tag;
  }

  /// A900, with the element that offends.
  public Status status() {
    return Status.DATASET_DOES_NOT_MATCH_SOP_CLASS
        .withComment(getMessage())
        .withOffending(tag);
  }
}
