package vn.tia.bridge.ups;

/// The action types of N-ACTION on steps (PS3.4 tables CC.2.1-1, CC.2.2-1 and CC.2.3-1).
final class UpsActions {
  static final int CHANGE_STATE = 1;
  static final int REQUEST_CANCEL = 2;
  static final int SUBSCRIBE = 3;
  static final int UNSUBSCRIBE = 4;
  static final int SUSPEND = 5;

  private UpsActions() {}
}
