package vn.tia.records.outbox;

import java.util.List;
import java.util.Set;

/// Who works on the outbox: a name under which its cursor is kept, the topics it wants, and what
/// it does with their entries.
///
/// @param name the same on every node; one node at a time works for a name
/// @param topics the topics wanted; entries of others are passed by
/// @param handler what is done, in one transaction with the cursor's move
public record OutboxConsumer(String name, Set<String> topics, Handler handler) {
  public OutboxConsumer {
    topics = Set.copyOf(topics);
  }

  /// Works on entries, oldest first, inside a running transaction.
  ///
  /// What it throws rolls back its writes and the cursor; it is then called again, after a pause,
  /// with fewer entries.
  @FunctionalInterface
  public interface Handler {
    void handle(List<OutboxEntry> entries);
  }
}
