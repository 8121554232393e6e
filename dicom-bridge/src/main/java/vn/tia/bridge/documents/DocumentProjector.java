package vn.tia.bridge.documents;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs a [DocumentProjection] on a virtual thread until closed.
///
/// Several nodes may do so: a document that two of them read ends as one.
public final class DocumentProjector implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration BACK_OFF = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(DocumentProjector.class);

  private final DocumentProjection projection;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  private DocumentProjector(DocumentProjection projection) {
    this.projection = projection;
    this.thread = Thread.ofVirtual().name("document-projector").unstarted(this::run);
  }

  public static DocumentProjector start(DocumentProjection projection) {
    var projector = new DocumentProjector(projection);
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

  private Duration round() {
    try {
      return projection.run() > 0 ? Duration.ZERO : POLL;
    } catch (RuntimeException e) {
      LOG.warn("reading documents failed, next try in {} s: {}", BACK_OFF.toSeconds(),
          e.getClass().getName());
      return BACK_OFF;
    }
  }

  /// Stops after the document that is being read.
  @Override
  public void close() throws InterruptedException {
    closed.countDown();
    thread.join();
  }
}
