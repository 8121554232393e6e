package vn.tia.records.deliveries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import vn.tia.dicom.data.Bytes;
import vn.tia.records.access.Access;
import vn.tia.records.database.Database;
import vn.tia.records.deliveries.DeliveryOutcome.Delivered;
import vn.tia.records.deliveries.DeliveryOutcome.Rejected;
import vn.tia.records.deliveries.DeliveryOutcome.RetryLater;
import vn.tia.records.testkit.TestDatabase;
import vn.tia.records.testkit.TestFacilities;

class DeliveriesTest {
  private static final DeliverySettings EAGER = new DeliverySettings(
      Duration.ofMillis(20), Duration.ofMillis(100), Duration.ofDays(7), 8, 4);

  private final Database database = TestDatabase.fresh();
  private final int facility = TestFacilities.first(database).id();
  private final Access access = Access.to(facility);
  private final Deliveries deliveries = new Deliveries(database);
  private final Receiver receiver = new Receiver();
  private final List<DeliveryWorker> workers = new ArrayList<>();

  /// A system on the other side: it can be down, and it refuses what it is told to refuse.
  private static final class Receiver implements DeliveryChannel {
    final List<String> taken = new CopyOnWriteArrayList<>();
    final AtomicInteger attempts = new AtomicInteger();
    volatile boolean isUp = true;

    @Override
    public DeliveryOutcome send(Delivery delivery) {
      attempts.incrementAndGet();
      if (!isUp) {
        return new RetryLater("connection refused");
      }
      var text = new String(delivery.payload().toArray(), StandardCharsets.UTF_8);
      if (text.startsWith("bad")) {
        return new Rejected("AR 207");
      }
      if (text.startsWith("broken")) {
        throw new IllegalStateException("the channel has a bug");
      }
      taken.add(text);
      return new Delivered();
    }
  }

  @AfterEach
  void close() {
    workers.forEach(DeliveryWorker::close);
    database.close();
  }

  private void work(DeliverySettings settings) {
    workers.add(DeliveryWorker.start(database, deliveries, Map.of("HL7", receiver), settings));
  }

  private Delivery message(String text, String lane) {
    return new Delivery(facility, "HIS", "HL7",
        Bytes.of(text.getBytes(StandardCharsets.UTF_8)), lane, text + "@" + lane);
  }

  private long enqueue(String text, String lane) {
    return database.inTransaction(() -> deliveries.enqueue(message(text, lane)));
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    var deadline = Instant.now().plusSeconds(15);
    while (!condition.getAsBoolean() && Instant.now().isBefore(deadline)) {
      Thread.sleep(10);
    }
    assertThat(condition.getAsBoolean()).as("within 15 s").isTrue();
  }

  @Test
  void sendsEverythingOnceAndInOrderWhenTheReceiverComesBack() throws Exception {
    receiver.isUp = false;
    work(EAGER);
    IntStream.range(0, 20).forEach(n -> enqueue("m" + n, "report"));
    await(() -> receiver.attempts.get() >= 3);

    receiver.isUp = true;

    await(() -> receiver.taken.size() >= 20);
    assertThat(receiver.taken)
        .containsExactlyElementsOf(IntStream.range(0, 20).mapToObj(n -> "m" + n).toList());
    await(() -> deliveries.waiting(access, 100).isEmpty());
    assertThat(deliveries.dead(access, 100)).isEmpty();
    assertThat(database.jdbc().sql("SELECT count(*) FROM delivery WHERE state = 'DELIVERED'")
        .query(Integer.class).single()).isEqualTo(20);
  }

  @Test
  void leavesAtOnceAfterTheCommit() throws Exception {
    work(EAGER);
    enqueue("first", "a");
    await(() -> receiver.taken.contains("first"));
    var start = Instant.now();

    enqueue("second", "a");

    await(() -> receiver.taken.contains("second"));
    assertThat(Duration.between(start, Instant.now())).isLessThan(DeliveryWorker.POLL);
  }

  @Test
  void sendsNothingOfARolledBackTransaction() throws Exception {
    work(EAGER);

    assertThatThrownBy(() -> database.inTransaction(() -> {
      deliveries.enqueue(message("never", "a"));
      throw new IllegalStateException("the caller changed its mind");
    })).isInstanceOf(IllegalStateException.class);
    enqueue("after", "a");

    await(() -> receiver.taken.contains("after"));
    assertThat(receiver.taken).containsExactly("after");
  }

  @Test
  void refusesToEnqueueOutsideATransaction() {
    assertThatThrownBy(() -> deliveries.enqueue(message("m", "a")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("this write belongs into a transaction, none is running");
  }

  @Test
  void sendsAMessageEnqueuedTwiceOnce() throws Exception {
    var first = enqueue("m", "a");
    var again = enqueue("m", "a");
    work(EAGER);

    await(() -> deliveries.waiting(access, 10).isEmpty());
    enqueue("end", "a");
    await(() -> receiver.taken.contains("end"));

    assertThat(again).isEqualTo(first);
    assertThat(receiver.taken).containsExactly("m", "end");
  }

  @Test
  void putsARefusedMessageAsideAndGoesOn() throws Exception {
    work(EAGER);
    enqueue("one", "a");
    var bad = enqueue("bad", "a");
    enqueue("two", "a");

    await(() -> receiver.taken.contains("two"));

    assertThat(receiver.taken).containsExactly("one", "two");
    assertThat(deliveries.dead(access, 10)).singleElement().satisfies(dead -> {
      assertThat(dead.id()).isEqualTo(bad);
      assertThat(dead.reason()).isEqualTo("AR 207");
      assertThat(dead.attempts()).isEqualTo(1);
    });
    assertThat(deliveries.dead(Access.NONE, 10)).isEmpty();
    assertThat(deliveries.find(bad, Access.NONE)).isEmpty();
  }

  @Test
  void sendsADeadMessageAgainWhenAsked() throws Exception {
    work(EAGER);
    var bad = enqueue("bad", "a");
    await(() -> deliveries.dead(access, 10).size() == 1);

    assertThat(deliveries.revive(bad, Access.NONE)).isFalse();
    assertThat(deliveries.revive(bad, access)).isTrue();

    await(() -> deliveries.find(bad, access).orElseThrow().attempts() == 2);
    await(() -> deliveries.dead(access, 10).size() == 1);
  }

  @Test
  void keepsAMessageWhoseChannelBreaks() throws Exception {
    work(EAGER);
    var id = enqueue("broken", "a");

    await(() -> deliveries.find(id, access).orElseThrow().attempts() >= 2);

    var found = deliveries.find(id, access).orElseThrow();
    assertThat(found.state()).isEqualTo(DeliveryState.WAITING);
    assertThat(found.reason()).isEqualTo("the channel failed with IllegalStateException");
  }

  @Test
  void givesAnOldMessageUp() throws Exception {
    receiver.isUp = false;
    work(new DeliverySettings(
        Duration.ofMillis(20), Duration.ofMillis(50), Duration.ofMillis(200), 8, 4));

    enqueue("m", "a");

    await(() -> deliveries.dead(access, 10).size() == 1);
    assertThat(deliveries.dead(access, 10).getFirst().reason())
        .isEqualTo("given up after PT0.2S: connection refused");
  }

  @Test
  void keepsTheOrderOfEachLaneUnderManyWritersAndTwoWorkers() throws Exception {
    var lanes = 10;
    var perLane = 20;
    work(EAGER);
    workers.add(DeliveryWorker.start(
        database, new Deliveries(database), Map.of("HL7", receiver), EAGER));
    var start = new CountDownLatch(1);
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var lane = 0; lane < lanes; lane++) {
        var name = "lane" + lane;
        executor.submit(() -> {
          start.await();
          IntStream.range(0, perLane).forEach(n -> enqueue(name + "." + n, name));
          return name;
        });
      }
      start.countDown();
      executor.shutdown();
      assertThat(executor.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    }

    await(() -> receiver.taken.size() >= lanes * perLane);

    for (var lane = 0; lane < lanes; lane++) {
      var prefix = "lane" + lane + ".";
      assertThat(receiver.taken.stream().filter(text -> text.startsWith(prefix)))
          .containsExactlyElementsOf(
              IntStream.range(0, perLane).mapToObj(n -> prefix + n).toList());
    }
    assertThat(receiver.taken).hasSize(lanes * perLane);
  }

  @Test
  void doublesThePauseUpToTheLongest() {
    assertThat(IntStream.of(1, 2, 3, 10, 11, 1_000)
        .mapToObj(DeliverySettings.DEFAULT::pause).toList())
        .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4),
            Duration.ofSeconds(512), Duration.ofMinutes(15), Duration.ofMinutes(15));
  }
}
