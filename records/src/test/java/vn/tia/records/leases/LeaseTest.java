package vn.tia.records.leases;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import vn.tia.records.database.Database;
import vn.tia.records.testkit.TestDatabase;

class LeaseTest {
  private final Database database = TestDatabase.fresh();

  @AfterEach
  void close() {
    database.close();
  }

  private Lease lease(String name) {
    return new Lease(database, name, Duration.ofMinutes(5));
  }

  @Test
  void isHeldByOneUntilItIsGivenBack() {
    var one = lease("index");
    var other = lease("index");

    assertThat(one.take()).isTrue();
    assertThat(one.take()).as("drawn out").isTrue();
    assertThat(other.take()).isFalse();
    assertThat(lease("another").take()).isTrue();
    other.end();
    assertThat(other.take()).as("it was not theirs to end").isFalse();
    one.end();
    assertThat(other.take()).isTrue();
    assertThat(one.take()).isFalse();
  }

  @Test
  void endsWithItsTime() {
    var dead = lease("index");
    assertThat(dead.take()).isTrue();
    database.jdbc().sql("UPDATE lease SET ends = clock_timestamp() - interval '1 ms'").update();

    var next = lease("index");
    assertThat(next.take()).isTrue();
    dead.end();
    assertThat(lease("index").take()).as("the next one still has it").isFalse();
  }

  @Test
  void isTakenByOneOfManyAtOnce() throws Exception {
    try (var pool = Executors.newFixedThreadPool(8)) {
      var takes = pool.invokeAll(IntStream.range(0, 40)
          .<Callable<Boolean>>mapToObj(_ -> () -> lease("index").take()).toList());
      var taken = 0;
      for (var take : takes) {
        taken += take.get() ? 1 : 0;
      }
      assertThat(taken).isEqualTo(1);
    }
  }
}
