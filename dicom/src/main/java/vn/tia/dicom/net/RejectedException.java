package vn.tia.dicom.net;

import java.io.IOException;

/// The peer refused the association.
public final class RejectedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient Rejection rejection;

  public RejectedException(Rejection rejection) {
    super(
        "the peer rejected the association, result %d source %d reason %d"
            .formatted(rejection.result(), rejection.source(), rejection.reason()));
    this.rejection = rejection;
  }

  public Rejection rejection() {
    return rejection;
  }
}
