package vn.tia.bridge.ups;

import vn.tia.dicom.data.Tag;

/// Says that a key of a search can't be matched as it is written.
public final class InvalidKeyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Tag tag;

  InvalidKeyException(Tag tag, String reason) {
    super(tag + " " + reason, null, false, false);
    this.tag = tag;
  }

  Tag tag() {
    return tag;
  }
}
