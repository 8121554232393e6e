package vn.tia.hl7.receive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.tia.mapping.hl7.MessageHeader;
import vn.tia.records.messages.InboundMessage;
import vn.tia.records.messages.Messages;
import vn.tia.records.testkit.TestRecords;

@Timeout(120)
class OrderGroupsTest {
  private final TestRecords records = TestRecords.fresh();
  private final OrderGroups groups = new OrderGroups(
      records.database(), new Messages(records.database()), records.orders());
  private final ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch started = new CountDownLatch(2);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final List<Future<Optional<Taken>>> others = new ArrayList<>();

  @BeforeEach
  void makeTableAndKeepBothGroupsBusy() throws Exception {
    records.database().jdbc().sql("CREATE TABLE note (id serial, said text)").update();
    for (int i = 0; i < 2; i++) {
      String name = "first-" + i;
      pool.submit(() -> groups.take(member(name, Set.of(name), () -> {
        started.countDown();
        await(goOn);
      })));
    }
    await(started);
  }

  @AfterEach
  void close() {
    goOn.countDown();
    pool.close();
    records.close();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private OrderGroups.Member member(String said, Set<String> names, Runnable before) {
    Supplier<Taken> effect = () -> {
      before.run();
      records.database().later("INSERT INTO note (said) VALUES (?)", said);
      return Taken.unanswered(MessageHeader.UNREADABLE);
    };
    var message = InboundMessage.of(records.first().id(), "HIS|BV01", said, "ORM^O01",
        said.getBytes(UTF_8), Instant.EPOCH);
    return new OrderGroups.Member(records.first().id(), message, List.of(), names, effect);
  }

  /// Comes, and waits behind those who came before.
  private void come(OrderGroups.Member member) throws InterruptedException {
    int before = groups.waiting();
    others.add(pool.submit(() -> groups.take(member)));
    while (groups.waiting() == before) {
      Thread.sleep(1);
    }
  }

  private List<Optional<Taken>> outcomes() throws Exception {
    goOn.countDown();
    var all = new ArrayList<Optional<Taken>>();
    for (var other : others) {
      all.add(other.get());
    }
    return all;
  }

  private List<String> transactions() {
    return records.database().jdbc().sql("""
            SELECT string_agg(said, ' ' ORDER BY id) FROM note WHERE said NOT LIKE 'first%'
            GROUP BY xmin::text ORDER BY min(id)""").query(String.class).list();
  }

  @Test
  void writesThoseThatWaitTogether() throws Exception {
    for (int i = 0; i < 6; i++) {
      come(member("o" + i, Set.of("order " + i), () -> { }));
    }

    assertThat(outcomes()).hasSize(6).allMatch(Optional::isPresent);
    assertThat(transactions()).containsExactly("o0 o1 o2 o3 o4 o5");
  }

  @Test
  void keepsThoseApartAndInOrderThatHaveToDoWithEachOther() throws Exception {
    come(member("a", Set.of("x"), () -> { }));
    come(member("b", Set.of("x", "y"), () -> { }));
    come(member("c", Set.of("y"), () -> { }));
    come(member("d", Set.of("z"), () -> { }));

    assertThat(outcomes()).allMatch(Optional::isPresent);
    assertThat(transactions()).containsExactly("a d", "b", "c");
  }

  @Test
  void doesNothingOfAGroupOfWhichOneFails() throws Exception {
    come(member("good", Set.of("x"), () -> { }));
    come(member("bad", Set.of("y"), () -> {
      throw new IllegalStateException("no");
    }));
    come(member("fine", Set.of("z"), () -> { }));

    assertThat(outcomes()).hasSize(3).allMatch(Optional::isEmpty);
    assertThat(transactions()).isEmpty();
  }
}
