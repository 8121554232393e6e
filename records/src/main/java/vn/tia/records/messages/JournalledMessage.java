package vn.tia.records.messages;

/// A message of the journal with what became of it.
///
/// @param attempts how often it came, while it failed
public record JournalledMessage(
    long id, InboundMessage message, Verdict verdict, int attempts) {}
