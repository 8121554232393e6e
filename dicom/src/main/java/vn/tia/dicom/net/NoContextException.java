package vn.tia.dicom.net;

import java.io.IOException;

/// The peer accepted no presentation context that the operation could use; the association goes on.
public final class NoContextException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String sopClassUid;

  public NoContextException(String sopClassUid) {
    super("the peer accepted no presentation context for " + sopClassUid);
    this.sopClassUid = sopClassUid;
  }

  public String sopClassUid() {
    return sopClassUid;
  }
}
