package vn.tia.records.deliveries;

/// Where a message stands.
public enum DeliveryState {
  /// Not taken yet; it is sent again until it is.
  WAITING,
  /// Taken by the receiver.
  DELIVERED,
  /// Refused by the receiver, or given up: somebody has to look.
  DEAD
}
