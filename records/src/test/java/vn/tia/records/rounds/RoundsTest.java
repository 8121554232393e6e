package vn.tia.records.rounds;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RoundsTest {
  private static final Duration SOON = Duration.ofMillis(1);

  @Test
  void goesOnAfterARoundThatFails() throws Exception {
    var count = new AtomicInteger();
    var third = new CountDownLatch(3);
    try (var _ = Rounds.start("test", SOON, SOON, () -> {
      third.countDown();
      if (count.incrementAndGet() == 1) {
        throw new IllegalStateException("of no concern");
      }
      return SOON;
    })) {
      assertThat(third.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void lastsUntilTheRoundAtHandIsDone() throws Exception {
    var begun = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    var isDone = new AtomicBoolean();
    var rounds = Rounds.start("test", Duration.ZERO, SOON, () -> {
      begun.countDown();
      goOn.await();
      isDone.set(true);
      return Duration.ofDays(1);
    });
    begun.await();

    Thread.startVirtualThread(goOn::countDown);
    rounds.close();

    assertThat(isDone).isTrue();
  }

  @Test
  void doesNothingBeforeItsTimeAndStopsAtOnceWhileItRests() {
    var count = new AtomicInteger();
    Rounds.start("test", Duration.ofDays(1), SOON, () -> {
      count.incrementAndGet();
      return SOON;
    }).close();

    assertThat(count).hasValue(0);
    Rounds.none().close();
  }
}
