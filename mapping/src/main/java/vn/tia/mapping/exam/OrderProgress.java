package vn.tia.mapping.exam;

/// How far an order is in the records.
public enum OrderProgress {
  ACTIVE, ON_HOLD, COMPLETED, DISCONTINUED, CANCELED;

  /// Whether nothing more will happen to the order.
  public boolean isFinal() {
    return switch (this) {
      case COMPLETED, DISCONTINUED, CANCELED -> true;
      case ACTIVE, ON_HOLD -> false;
    };
  }
}
