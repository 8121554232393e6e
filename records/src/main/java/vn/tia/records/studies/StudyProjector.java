package vn.tia.records.studies;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs a [StudyProjection] on a virtual thread until closed.
///
/// It polls, because a study is due by the clock; several nodes may do so, each study ends right.
public final class StudyProjector implements AutoCloseable {

  /// Adds at most this to the rest of a study.
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration BACK_OFF = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(StudyProjector.class);

  private final StudyProjection projection;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  private StudyProjector(StudyProjection projection) {
    this.projection = projection;
    this.thread = Thread.ofVirtual().name("study-projector").unstarted(this::run);
  }

  public static StudyProjector start(StudyProjection projection) {
    var projector = new StudyProjector(projection);
    projector.thread.start();
    return projector;
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

  /// Does one round and returns how long to rest after it.
  private Duration round() {
    try {
      return projection.run() > 0 ? Duration.ZERO : POLL;
    } catch (RuntimeException e) {
      LOG.warn("projecting studies failed, next try in {} s: {}", BACK_OFF.toSeconds(),
          e.getClass().getName());
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
