package vn.tia.dicom.net;

/// An operation is answered with this status before a service is asked.
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Status status;

  RefusedException(Status status) {
    super("refused with status %04X".formatted(status.code()));
    this.status = status;
  }

  Status status() {
    return status;
  }
}
