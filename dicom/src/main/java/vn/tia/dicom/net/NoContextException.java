package vn.tia.dicom.net;

import java.io.IOException;

/// The peer accepted no presentation context that the operation could use; the association goes on.
public final class NoContextException extends IOException {
  private static final long serialVersionUID = 1L;

  public NoContextException(String sopClassUid) {
    super("the peer accepted no presentation context for " + sopClassUid);
  }
}
