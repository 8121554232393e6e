package vn.tia.dicom.net.pdu;

/// A-ABORT: who ended the association, and why (PS3.8 section 9.3.8).
public record Abort(int source, int reason) implements Pdu {
  private static final int SERVICE_PROVIDER = 2;

  /// Ended by the application; such an abort carries no reason.
  public static final Abort BY_USER = new Abort(0, 0);

  /// Ended by the upper layer for `reason`.
  public static Abort byProvider(AbortReason reason) {
    return new Abort(SERVICE_PROVIDER, reason.code());
  }
}
