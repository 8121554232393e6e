package vn.tia.bridge.worklist;

import vn.tia.dicom.data.Tag;

/// Says that a key of a query can't be matched as it is written.
public final class InvalidKeyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Tag tag;

  InvalidKeyException(Tag tag, String reason) {
    super(tag + " " + reason);
    this.tag = tag;
  }

  Tag tag() {
    return tag;
  }
}
