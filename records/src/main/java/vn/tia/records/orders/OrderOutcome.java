package vn.tia.records.orders;

import vn.tia.mapping.exam.OrderProgress;

/// What became of a message about an order.
public sealed interface OrderOutcome {
  /// A new order stands on the worklist.
  record Placed(StoredOrder order) implements OrderOutcome {}

  /// A known order says or does something else now.
  record Changed(StoredOrder order) implements OrderOutcome {}

  /// The order will not be performed, or not to its end.
  record Canceled(StoredOrder order) implements OrderOutcome {}

  /// Everything was as the message wants it.
  record Unchanged(StoredOrder order) implements OrderOutcome {}

  /// Nothing was done: the facility has no such order (HL7 table 0357: 204).
  record UnknownOrder() implements OrderOutcome {}

  /// Nothing was done: the exam is under way or over (HL7 table 0357: 207).
  ///
  /// @param progress how far the order is
  record TooLate(OrderProgress progress) implements OrderOutcome {}

  /// Nothing was done: an order whose parts are performed in its place, and that was never here.
  record NotNeeded() implements OrderOutcome {}
}
