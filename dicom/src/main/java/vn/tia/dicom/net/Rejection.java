package vn.tia.dicom.net;

/// Why an association is refused: result, source and reason of an A-ASSOCIATE-RJ PDU
/// (PS3.8 section 9.3.4).
public record Rejection(int result, int source, int reason) {
  public static final Rejection NO_REASON_GIVEN = new Rejection(1, 1, 1);
  public static final Rejection APPLICATION_CONTEXT_NOT_SUPPORTED = new Rejection(1, 1, 2);
  public static final Rejection CALLING_AE_NOT_RECOGNIZED = new Rejection(1, 1, 3);
  public static final Rejection CALLED_AE_NOT_RECOGNIZED = new Rejection(1, 1, 7);
  public static final Rejection PROTOCOL_VERSION_NOT_SUPPORTED = new Rejection(1, 2, 2);
  public static final Rejection TEMPORARY_CONGESTION = new Rejection(2, 3, 1);
  public static final Rejection LOCAL_LIMIT_EXCEEDED = new Rejection(2, 3, 2);

  /// Says whether asking again later may succeed.
  public boolean isTransient() {
    return result == 2;
  }
}
