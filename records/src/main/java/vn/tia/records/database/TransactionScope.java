package vn.tia.records.database;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// What a running transaction holds beside its connection: the statements that wait, the names
/// that it has locked, and what was read ahead for it.
final class TransactionScope {
  private static final String LOCK = """
      SELECT pg_advisory_xact_lock(hashtextextended(name, 0))
      FROM unnest(?::text[]) AS names (name)""";

  private final Pipeline pipeline;
  private final TreeSet<String> locked = new TreeSet<>();
  private final Map<Class<?>, Object> foreseen = new HashMap<>();

  private TransactionScope(Pipeline pipeline) {
    this.pipeline = pipeline;
  }

  /// That of the running transaction, empty where it has none yet or none is running.
  static Optional<TransactionScope> of(Object owner) {
    return Optional.ofNullable(
        (TransactionScope) TransactionSynchronizationManager.getResource(owner));
  }

  /// One for the running transaction, until it ends.
  static TransactionScope begin(Object owner, Pipeline pipeline) {
    var scope = new TransactionScope(pipeline);
    TransactionSynchronizationManager.bindResource(owner, scope);
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCompletion(int status) {
            TransactionSynchronizationManager.unbindResource(owner);
          }
        });
    return scope;
  }

  Pipeline pipeline() {
    return pipeline;
  }

  /// Locks the names that aren't locked yet, all in one order.
  void lock(Collection<String> names) {
    var missing = new TreeSet<>(names);
    missing.removeAll(locked);
    if (!missing.isEmpty()) {
      locked.addAll(missing);
      pipeline.add(LOCK, (Object) missing.toArray(String[]::new));
    }
  }

  void foresee(Object fact) {
    foreseen.put(fact.getClass(), fact);
  }

  /// What was read ahead of that kind; queries that wait are answered before.
  <T> Optional<T> foreseen(Class<T> kind) {
    pipeline.answer();
    return Optional.ofNullable(foreseen.get(kind)).map(kind::cast);
  }
}
