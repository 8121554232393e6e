package vn.tia.records.rounds;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Work in rounds on a virtual thread of its own until closed: a sweep, a projection that is due by
/// the clock. A round that fails, however, is told and tried again.
public final class Rounds implements AutoCloseable {
  /// How long a round may go on once it is to stop; then it is interrupted.
  static final Duration STOP_MAX = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

  private final String name;
  private final Duration backOff;
  private final Round round;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  /// One round of the work.
  @FunctionalInterface
  public interface Round {
    /// Does it, and says how long to rest after it.
    Duration run() throws Exception;
  }

  private Rounds(String name, Duration first, Duration backOff, Round round) {
    this.name = name;
    this.backOff = backOff;
    this.round = round;
    this.thread = Thread.ofVirtual().name(name).unstarted(() -> run(first));
  }

  /// Starts to work.
  ///
  /// @param name of the thread, and of the work in the log
  /// @param first how long to rest before the first round
  /// @param backOff how long to rest after a round that failed
  public static Rounds start(String name, Duration first, Duration backOff, Round round) {
    var rounds = new Rounds(name, first, backOff, round);
    rounds.thread.start();
    return rounds;
  }

  /// Nothing to do, and nothing to close.
  public static Rounds none() {
    return new Rounds("none", Duration.ZERO, Duration.ZERO, () -> Duration.ZERO);
  }

  private void run(Duration first) {
    try {
      var pause = first;
      while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        pause = next();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  // The class only: a message may quote a row.
  private Duration next() throws InterruptedException {
    try {
      return round.run();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      LOG.warn("{} failed, next try in {} s: {}", name, backOff.toSeconds(),
          e.getClass().getName());
      return backOff;
    }
  }

  /// Stops after the round at hand.
  @Override
  public void close() {
    closed.countDown();
    try {
      if (thread.getState() != Thread.State.NEW && !thread.join(STOP_MAX)) {
        thread.interrupt();
        thread.join();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
