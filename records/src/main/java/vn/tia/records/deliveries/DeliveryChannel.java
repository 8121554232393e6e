package vn.tia.records.deliveries;

/// Sends messages of one kind: the port that each door with outgoing messages implements.
@FunctionalInterface
public interface DeliveryChannel {
  /// Sends one message and waits for its answer, on a thread of its own, without a transaction.
  ///
  /// It must end within its own timeouts. What it throws counts as [DeliveryOutcome.RetryLater].
  DeliveryOutcome send(Delivery delivery);
}
