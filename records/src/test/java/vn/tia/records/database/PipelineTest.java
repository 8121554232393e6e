package vn.tia.records.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.dao.DataAccessException;
import vn.tia.records.testkit.TestDatabase;

@Timeout(60)
class PipelineTest {
  private final Database database = TestDatabase.fresh();

  @BeforeEach
  void makeTable() {
    database.jdbc().sql("CREATE TABLE note (id bigint PRIMARY KEY, words text[], said text)")
        .update();
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void write(long id, String... words) {
    database.later("INSERT INTO note VALUES (?, ?, ?)", id, words, null);
  }

  private int count() {
    return database.jdbc().sql("SELECT count(*) FROM note").query(Integer.class).single();
  }

  @Test
  void sendsWhatWasWrittenBeforeTheNextQueryAndTheCommit() {
    database.inTransaction(() -> {
      write(1, "a;b", "c?");
      write(2);
      assertThat(database.query("SELECT array_length(words, 1) FROM note WHERE id < ? ORDER BY id",
          (row, _) -> row.getInt(1), 3)).containsExactly(2, 0);
      write(3);
      assertThat(count()).isEqualTo(3);
      write(4);
    });

    assertThat(count()).isEqualTo(4);
  }

  @Test
  void writesNothingOfATransactionThatFails() {
    assertThatThrownBy(() -> database.inTransaction(() -> {
      write(1);
      throw new IllegalStateException("no");
    })).hasMessage("no");
    assertThatThrownBy(() -> database.inTransaction(() -> {
      write(2);
      write(2);
    })).isInstanceOf(DataAccessException.class);

    assertThat(count()).isZero();
    database.inTransaction(() -> write(3));
    assertThat(count()).isEqualTo(1);
  }

  @Test
  void writesAtOnceWhereNoTransactionRuns() {
    write(1);

    assertThat(count()).isEqualTo(1);
  }

  /// What a lock keeps others from must be seen by the query behind the lock, in one round trip.
  @Test
  void looksOnlyAfterTheLockIsHeld() throws Exception {
    var isLocked = new CountDownLatch(1);
    var first = Thread.ofVirtual().start(() -> database.inTransaction(() -> {
      lock();
      assertThat(database.query("SELECT 1", (row, _) -> row.getInt(1))).hasSize(1);
      isLocked.countDown();
      sleep();
      write(1);
    }));
    assertThat(isLocked.await(30, TimeUnit.SECONDS)).isTrue();
    List<Long> seen = database.inTransaction(() -> {
      lock();
      return database.query("SELECT id FROM note", (row, _) -> row.getLong(1));
    });
    first.join();

    assertThat(seen).containsExactly(1L);
  }

  private void lock() {
    database.later("SELECT pg_advisory_xact_lock(?)", 7L);
  }

  private static void sleep() {
    try {
      Thread.sleep(200);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void givesEachNumberOfASequenceOnce() throws Exception {
    database.jdbc().sql("CREATE SEQUENCE some_number").update();
    var given = Collections.synchronizedSet(new HashSet<Long>());
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 8; i++) {
      threads.add(Thread.ofVirtual().start(() -> {
        for (int k = 0; k < 50; k++) {
          given.add(database.next("some_number"));
        }
      }));
    }
    for (var thread : threads) {
      thread.join();
    }

    assertThat(given).hasSize(400);
  }
}
