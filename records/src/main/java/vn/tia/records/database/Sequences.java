package vn.tia.records.database;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;

/// Numbers of sequences, fetched some at a time, so that a row has its id before it is written.
///
/// Numbers that were fetched and not used when the program ends are never given.
final class Sequences {
  /// Numbers of one fetch that people see; 32: few are lost at an end.
  private static final int BLOCK = 32;

  /// Row ids of one fetch; 512: nobody misses them, and one order in hundreds waits for a fetch.
  private static final int BLOCK_OF_IDS = 512;

  private final Database database;
  private final Map<String, Queue<Long>> blocks = new ConcurrentHashMap<>();

  Sequences(Database database) {
    this.database = database;
  }

  long next(String sequence) {
    var block = blocks.computeIfAbsent(sequence, _ -> new ArrayDeque<>());
    synchronized (block) {
      if (block.isEmpty()) {
        // Ahead of what waits in the transaction: it may wait for a lock of who waits here.
        block.addAll(database.queryAhead("SELECT nextval(?::regclass) FROM generate_series(1, ?)",
            (row, _) -> row.getLong(1), sequence,
            sequence.endsWith("_id_seq") ? BLOCK_OF_IDS : BLOCK));
      }
      return block.remove();
    }
  }
}
