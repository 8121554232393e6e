package vn.tia.hl7.receive;

import vn.tia.records.messages.InboundMessage;

/// Hears of each message that had its effect, inside the transaction of that effect.
@FunctionalInterface
public interface TakenListener {

  /// @param id of the message in the journal
  void taken(long id, InboundMessage message);
}
