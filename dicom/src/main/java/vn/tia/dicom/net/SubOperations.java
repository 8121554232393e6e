package vn.tia.dicom.net;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;

/// Sends the instances of one C-GET or C-MOVE, one after the other, and tells from time to time how
/// far it has come (PS3.4 sections C.4.2 and C.4.3).
final class SubOperations {
  private static final System.Logger LOG = System.getLogger(AssociationServer.class.getName());

  /// What (0008,0058) Failed SOP Instance UID List holds: a UI has 16 bits for its length.
  private static final int FAILED_BYTES_MAX = 0xFFFE;

  /// Progress bars are told no more often: it costs both sides a wake-up, and nobody sees it.
  private static final Duration TELL_EACH = Duration.ofMillis(50);

  private final Performance performance;
  private final SentInstances instances;
  private final Sender sender;
  private final List<String> failedUids = new ArrayList<>();
  private int failedBytes;
  private long toldAt = System.nanoTime() - TELL_EACH.toNanos();
  private int completed;
  private int failed;
  private int warned;

  SubOperations(Performance performance, SentInstances instances, Sender sender) {
    this.performance = performance;
    this.instances = instances;
    this.sender = sender;
  }

  /// Sends one instance after the other.
  interface Sender extends AutoCloseable {

    /// How the instance was taken, empty where it could not be sent.
    ///
    /// @throws IOException if nothing more can be sent
    Optional<Status> send(SentInstance instance) throws IOException;

    @Override
    void close();
  }

  /// Sends until all is sent, or nobody wants it any more.
  Operations.Reply run() {
    try (instances;
        sender) {
      sendAll();
    }
    Status status = status();
    Command response =
        performance.command().response(status, Command.Body.NONE).with(counts());
    return new Operations.Reply(response, status.isSuccess() ? Dataset.EMPTY : failures());
  }

  private void sendAll() {
    Optional<SentInstance> next = Optional.empty();
    try {
      next = instances.next();
      while (next.isPresent() && performance.isWanted()) {
        count(next.get(), sender.send(next.get()));
        next = Optional.empty();
        if (tell()) {
          next = instances.next();
        }
      }
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.WARNING, "a retrieval failed with {0}", Failures.describe(e));
      next.ifPresent(instance -> count(instance, Optional.empty()));
      failRest();
    }
  }

  private void count(SentInstance instance, Optional<Status> status) {
    if (status.filter(Status::isSuccess).isPresent()) {
      completed++;
    } else if (status.filter(Status::isWarning).isPresent()) {
      warned++;
    } else {
      failed++;
      name(instance.sopInstanceUid());
    }
  }

  private void name(String failedUid) {
    int bytes = failedUid.length() + 1;
    if (failedBytes + bytes <= FAILED_BYTES_MAX) {
      failedUids.add(failedUid);
      failedBytes += bytes;
    }
  }

  /// Nothing more can be sent: what is left has failed. It is named as far as it can be found.
  private void failRest() {
    try {
      Optional<SentInstance> next = instances.next();
      while (next.isPresent() && failedBytes < FAILED_BYTES_MAX && performance.isWanted()) {
        name(next.get().sopInstanceUid());
        next = instances.next();
      }
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.DEBUG, "what failed could not be named: {0}", Failures.describe(e));
    }
    failed += counts().remaining();
  }

  private boolean tell() {
    if (System.nanoTime() - toldAt < TELL_EACH.toNanos()) {
      return performance.isWanted();
    }
    toldAt = System.nanoTime();
    Command pending = performance.command().response(Status.PENDING, Command.Body.NONE);
    return counts().remaining() == 0 || performance.pending(pending.with(counts()), Dataset.EMPTY);
  }

  private SubOperationCounts counts() {
    int done = completed + failed + warned;
    return new SubOperationCounts(
        Math.max(0, instances.count() - done), completed, failed, warned);
  }

  /// PS3.4 tables C.4-2 and C.4-3.
  private Status status() {
    if (performance.isCancelled() && counts().remaining() > 0) {
      return Status.CANCEL;
    }
    if (failed == 0 && warned == 0) {
      return Status.SUCCESS;
    }
    return completed + warned == 0
        ? Status.SUB_OPERATIONS_NOT_PERFORMED : Status.SUB_OPERATIONS_WITH_FAILURES;
  }

  private Dataset failures() {
    return failedUids.isEmpty()
        ? Dataset.EMPTY
        : Dataset.builder()
            .put(Tags.FAILED_SOP_INSTANCE_UID_LIST, failedUids.toArray(String[]::new))
            .build();
  }
}
