package vn.tia.dicom.net;

import java.io.IOException;

/// The association was released, by the peer or by us, while an answer was still due.
public final class ReleasedException extends IOException {
  private static final long serialVersionUID = 1L;

  ReleasedException() {
    super("the association was released before the answer came");
  }
}
