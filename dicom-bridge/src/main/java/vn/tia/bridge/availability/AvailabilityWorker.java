package vn.tia.bridge.availability;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs [AvailabilityNotices] on a virtual thread until closed.
///
/// It polls, because a study is due by the clock; several nodes may do so.
public final class AvailabilityWorker implements AutoCloseable {
  /// Adds at most this to the rest of a study.
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration BACK_OFF = Duration.ofSeconds(5);
  private static final Logger LOG = LoggerFactory.getLogger(AvailabilityWorker.class);

  private final AvailabilityNotices notices;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  private AvailabilityWorker(AvailabilityNotices notices) {
    this.notices = notices;
    this.thread = Thread.ofVirtual().name("availability").unstarted(this::run);
  }

  public static AvailabilityWorker start(AvailabilityNotices notices) {
    var worker = new AvailabilityWorker(notices);
    worker.thread.start();
    return worker;
  }

  private void run() {
    try {
      var pause = Duration.ZERO;
      while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        pause = round();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private Duration round() {
    try {
      return notices.workOnNext() ? Duration.ZERO : POLL;
    } catch (RuntimeException e) {
      LOG.warn("looking for studies to tell of failed, next try in {} s: {}",
          BACK_OFF.toSeconds(), e.getClass().getName());
      return BACK_OFF;
    }
  }

  /// Stops after the study that is being worked on.
  @Override
  public void close() throws InterruptedException {
    closed.countDown();
    thread.join();
  }
}
