package vn.tia.dicom.net.pdu;

import java.io.IOException;

/// The peer broke the rules of the upper layer; the association ends with an A-ABORT of `reason`.
public final class PduException extends IOException {
  private static final long serialVersionUID = 1L;

  private final AbortReason reason;

  public PduException(AbortReason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /// A value that the standard doesn't allow.
  public static PduException invalid(String message) {
    return new PduException(AbortReason.INVALID_PARAMETER_VALUE, message);
  }

  public AbortReason reason() {
    return reason;
  }
}
