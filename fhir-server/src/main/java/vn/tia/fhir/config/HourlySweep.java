package vn.tia.fhir.config;

import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tia.bridge.store.OrphanSweeper;
import vn.tia.records.database.RecordsUnavailable;

/// Sweeps the object store every hour on a virtual thread, until closed.
final class HourlySweep implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofHours(1);
  private static final Logger LOG = LoggerFactory.getLogger(HourlySweep.class);

  private final OrphanSweeper sweeper;
  private final Thread thread;

  private HourlySweep(OrphanSweeper sweeper) {
    this.sweeper = sweeper;
    this.thread = Thread.ofVirtual().name("orphan-sweep").unstarted(this::run);
  }

  static HourlySweep start(OrphanSweeper sweeper) {
    var sweep = new HourlySweep(sweeper);
    sweep.thread.start();
    return sweep;
  }

  private void run() {
    try {
      while (true) {
        // The first hour belongs to the start.
        Thread.sleep(PAUSE);
        sweep();
      }
    } catch (InterruptedException _) {
      // Closed.
    }
  }

  private void sweep() {
    try {
      sweeper.run();
    } catch (IOException | RecordsUnavailable error) {
      LOG.warn("the orphan sweep failed and is tried again in an hour: {}", error.getMessage());
    }
  }

  @Override
  public void close() throws InterruptedException {
    thread.interrupt();
    thread.join();
  }
}
