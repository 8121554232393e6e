package vn.tia.dicom.net;

import java.io.IOException;
import vn.tia.dicom.net.pdu.Abort;

/// The peer ended the association by an A-ABORT.
public final class AbortedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient Abort abort;

  public AbortedException(Abort abort) {
    super(
        "the peer aborted the association, source %d reason %d"
            .formatted(abort.source(), abort.reason()));
    this.abort = abort;
  }

  public Abort abort() {
    return abort;
  }
}
