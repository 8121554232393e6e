package vn.tia.records.subscriptions;

/// How a subscription fares (FHIR R4 SubscriptionStatus).
public enum SubscriptionStatus {
  /// Its receiver has not answered yet; it has no events.
  REQUESTED,
  ACTIVE,
  /// Its receiver fails; events are kept and sent again.
  ERROR,
  /// It has ended: by its client, by its end, or by too long a time of failures.
  OFF
}
