package vn.tia.records.database;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;

/// Numbers of sequences, fetched some at a time, so that a row has its id before it is written.
///
/// Numbers that were fetched and not used when the program ends are never given.
final class Sequences {
  /// Numbers of one fetch; 32: few are lost at an end, and one order in 32 waits for a fetch.
  private static final int BLOCK = 32;

  private final Database database;
  private final Map<String, Queue<Long>> blocks = new ConcurrentHashMap<>();

  Sequences(Database database) {
    this.database = database;
  }

  long next(String sequence) {
    var block = blocks.computeIfAbsent(sequence, _ -> new ArrayDeque<>());
    synchronized (block) {
      if (block.isEmpty()) {
        block.addAll(database.query("SELECT nextval(?::regclass) FROM generate_series(1, ?)",
            (row, _) -> row.getLong(1), sequence, BLOCK));
      }
      return block.remove();
    }
  }
}
