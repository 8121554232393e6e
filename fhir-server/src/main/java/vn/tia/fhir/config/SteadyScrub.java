package vn.tia.fhir.config;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tia.bridge.store.Scrubber;
import vn.tia.records.database.RecordsUnavailable;

/// Has the stored objects read again at a steady pace on a virtual thread, until closed.
final class SteadyScrub implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMinutes(1);
  /// Between two rounds, so that a small archive isn't read all day.
  private static final Duration ROUND_PAUSE = Duration.ofDays(1);
  private static final Logger LOG = LoggerFactory.getLogger(SteadyScrub.class);

  private final Scrubber scrubber;
  private final long bytesPerPause;
  private final Thread thread;

  private SteadyScrub(Scrubber scrubber, long bytesPerSecond) {
    this.scrubber = scrubber;
    this.bytesPerPause = bytesPerSecond * PAUSE.toSeconds();
    this.thread = Thread.ofVirtual().name("scrub").unstarted(this::run);
  }

  /// @param bytesPerSecond 0 for never
  static SteadyScrub start(Scrubber scrubber, long bytesPerSecond) {
    var scrub = new SteadyScrub(scrubber, bytesPerSecond);
    if (bytesPerSecond > 0) {
      scrub.thread.start();
    }
    return scrub;
  }

  private void run() {
    try {
      Thread.sleep(PAUSE);
      while (true) {
        Thread.sleep(isMore() ? PAUSE : ROUND_PAUSE);
      }
    } catch (InterruptedException _) {
      // Closed.
    }
  }

  private boolean isMore() {
    try {
      return scrubber.run(bytesPerPause);
    } catch (RecordsUnavailable error) {
      LOG.warn("reading stored objects again failed, and goes on in a minute: {}",
          error.getMessage());
      return true;
    }
  }

  @Override
  public void close() throws InterruptedException {
    thread.interrupt();
    thread.join();
  }
}
