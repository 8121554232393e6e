package vn.tia.records.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import vn.tia.records.database.Database;
import vn.tia.records.testkit.TestDatabase;
import vn.tia.records.testkit.TestFacilities;

class OutboxWorkerTest {
  private final Database database = TestDatabase.fresh();
  private final int facility = TestFacilities.first(database).id();
  private final Outbox outbox = new Outbox(database);
  private final List<OutboxWorker> workers = new ArrayList<>();
  private final List<String> seen = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    workers.forEach(OutboxWorker::close);
    database.close();
  }

  private OutboxWorker work(OutboxConsumer.Handler handler) {
    var worker = OutboxWorker.start(
        database, outbox, new OutboxConsumer("test", Set.of("study"), handler));
    workers.add(worker);
    return worker;
  }

  private void remember(List<OutboxEntry> entries) {
    entries.forEach(entry -> seen.add(entry.key()));
  }

  private void append(String topic, String key) {
    database.inTransaction(() -> outbox.append(topic, key, facility));
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    var deadline = Instant.now().plusSeconds(15);
    while (!condition.getAsBoolean() && Instant.now().isBefore(deadline)) {
      Thread.sleep(5);
    }
    assertThat(condition.getAsBoolean()).as("within 15 s").isTrue();
  }

  @Test
  void handsOverTheWantedTopicsOnly() throws Exception {
    work(this::remember);

    append("resource", "Patient/1/1");
    append("study", "1");

    await(() -> seen.contains("1"));
    assertThat(seen).containsExactly("1");
  }

  @Test
  void missesNothingAndRepeatsNothingUnderWritersThatCommitOutOfOrder() throws Exception {
    work(this::remember);
    Set<String> committed = ConcurrentHashMap.newKeySet();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var writers = IntStream.range(0, 6).mapToObj(n -> (Callable<Integer>) () -> {
        write(new Random(n), "w" + n, committed);
        return n;
      }).toList();
      assertThat(executor.invokeAll(writers)).allMatch(one -> one.state() == Future.State.SUCCESS);
    }

    await(() -> seen.size() >= committed.size());

    assertThat(seen).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(committed);
  }

  // Some transactions dawdle between their entries and the commit, some roll back.
  private void write(Random random, String name, Set<String> committed) {
    for (var n = 0; n < 40; n++) {
      var keys = List.of(name + "." + n + "a", name + "." + n + "b");
      var isKept = random.nextInt(5) > 0;
      try {
        database.inTransaction(() -> {
          keys.forEach(key -> outbox.append("study", key, facility));
          sleep(random.nextInt(20));
          if (!isKept) {
            throw new IllegalStateException("rolled back by the test");
          }
        });
        committed.addAll(keys);
      } catch (IllegalStateException _) {
        assertThat(isKept).isFalse();
      }
    }
  }

  private static void sleep(int ms) {
    try {
      Thread.sleep(ms);
    } catch (InterruptedException error) {
      throw new IllegalStateException(error);
    }
  }

  @Test
  void letsOneOfTwoNodesWorkAtATime() throws Exception {
    work(this::remember);
    work(this::remember);

    IntStream.range(0, 200).forEach(n -> append("study", "s" + n));

    await(() -> seen.size() >= 200);
    assertThat(seen).containsExactlyElementsOf(
        IntStream.range(0, 200).mapToObj(n -> "s" + n).toList());
  }

  @Test
  void wakesUpAtTheCommit() throws Exception {
    work(this::remember);
    append("study", "warm");
    await(() -> seen.contains("warm"));
    var start = Instant.now();

    for (var n = 0; n < 10; n++) {
      var key = "s" + n;
      append("study", key);
      await(() -> seen.contains(key));
    }

    assertThat(Duration.between(start, Instant.now()))
        .as("10 round trips; by polling alone they take 1 s on average")
        .isLessThan(OutboxWorker.POLL.multipliedBy(4));
  }

  @Test
  void passesTheGoodEntriesBeforeABadOneAndSaysWhatFails() throws Exception {
    IntStream.range(0, 5).forEach(n -> append("study", "s" + n));
    var isMended = new boolean[1];
    var worker = work(entries -> {
      if (!isMended[0] && entries.stream().anyMatch(entry -> entry.key().equals("s3"))) {
        throw new IllegalStateException("s3 is bad");
      }
      remember(entries);
    });

    await(() -> seen.contains("s2"));
    await(() -> worker.error().isPresent());
    assertThat(seen).containsExactly("s0", "s1", "s2");
    assertThat(worker.error().orElseThrow())
        .matches("test failed \\d+ times: IllegalStateException");

    isMended[0] = true;
    await(() -> seen.contains("s4"));
    await(() -> worker.error().isEmpty());
    assertThat(seen).containsExactly("s0", "s1", "s2", "s3", "s4");
  }

  @Test
  void rollsTheHandlersWritesBackWithTheCursor() throws Exception {
    database.jdbc().sql("CREATE TABLE seen (key text NOT NULL)").update();
    var failures = new int[1];
    work(entries -> {
      entries.forEach(entry ->
          database.jdbc().sql("INSERT INTO seen VALUES (?)").param(entry.key()).update());
      if (failures[0]++ < 2) {
        throw new IllegalStateException("not yet");
      }
    });

    append("study", "1");

    await(() -> failures[0] > 2);
    await(() -> count() > 0);
    assertThat(count()).isEqualTo(1);
  }

  private int count() {
    return database.jdbc().sql("SELECT count(*) FROM seen").query(Integer.class).single();
  }

  @Test
  void goesOnWhereItStopped() throws Exception {
    work(this::remember);
    append("study", "1");
    await(() -> seen.contains("1"));
    workers.removeFirst().close();
    append("study", "2");

    work(this::remember);

    await(() -> seen.contains("2"));
    assertThat(seen).containsExactly("1", "2");
  }
}
