package vn.tia.dicom.net;

import java.io.IOException;
import java.lang.System.Logger.Level;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;

/// One C-FIND that runs on a thread of its own: it sends matches until the service is done or
/// nobody listens any more.
final class Search implements FindResponses {
  private static final System.Logger LOG = System.getLogger(AssociationServer.class.getName());

  private final Message message;
  private final MessageWriter writer;
  private final Thread thread;
  private volatile boolean isCancelled;
  private volatile boolean isAbandoned;

  /// A search that answers `message`, runs `whenDone` at its end and is not yet started.
  Search(Message message, MessageWriter writer, FindCall call, Runnable whenDone) {
    this.message = message;
    this.writer = writer;
    this.thread =
        Thread.ofVirtual()
            .name("dicom-find")
            .unstarted(
                () -> {
                  try {
                    answer(find(call));
                  } finally {
                    whenDone.run();
                  }
                });
  }

  /// The service asked, with its request.
  @FunctionalInterface
  interface FindCall {
    Status find(FindResponses out);
  }

  void start() {
    thread.start();
  }

  int messageId() {
    return message.command().messageId();
  }

  boolean isRunning() {
    return thread.isAlive();
  }

  /// The peer wants no more matches, but an answer.
  void cancel() {
    isCancelled = true;
  }

  /// The peer is gone.
  void abandon() {
    isAbandoned = true;
  }

  /// Waits until the last answer is written.
  void join() {
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean pending(Dataset match) {
    if (isCancelled || isAbandoned) {
      return false;
    }
    Bytes identifier = Identifiers.write(match, message.context().transferSyntax());
    Command response = message.command().response(Status.PENDING, Command.Body.DATASET);
    try {
      writer.write(message.context().id(), response, identifier.stream());
      return true;
    } catch (IOException _) {
      isAbandoned = true;
      return false;
    }
  }

  private Status find(FindCall call) {
    try {
      Status status = call.find(this);
      return isCancelled && status.isSuccess() ? Status.CANCEL : status;
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "a search failed with {0}", Failures.describe(e));
      return Status.CANNOT_UNDERSTAND.withComment("the search failed");
    }
  }

  private void answer(Status status) {
    if (isAbandoned) {
      return;
    }
    try {
      writer.write(
          message.context().id(), message.command().response(status, Command.Body.NONE));
    } catch (IOException _) {
      isAbandoned = true;
    }
  }
}
