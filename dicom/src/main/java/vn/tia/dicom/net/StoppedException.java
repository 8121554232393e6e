package vn.tia.dicom.net;

import java.io.IOException;

/// The server stops, so the association ends between two operations.
final class StoppedException extends IOException {
  private static final long serialVersionUID = 1L;

  StoppedException() {
    super("the server stops");
  }
}
