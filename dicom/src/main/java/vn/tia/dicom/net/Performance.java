package vn.tia.dicom.net;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;

/// One operation that the peer asked for, while it is performed and answered.
final class Performance {
  private final Message message;
  private final MessageWriter writer;
  private final CountDownLatch answered = new CountDownLatch(1);
  private volatile boolean isCancelled;
  private volatile boolean isAbandoned;

  Performance(Message message, MessageWriter writer) {
    this.message = message;
    this.writer = writer;
  }

  Message message() {
    return message;
  }

  Command command() {
    return message.command();
  }

  /// The peer wants no more of it, but an answer.
  void cancel() {
    isCancelled = true;
  }

  boolean isCancelled() {
    return isCancelled;
  }

  /// The peer is gone.
  void abandon() {
    isAbandoned = true;
  }

  /// Whether the peer still waits for what comes of it.
  boolean isWanted() {
    return !isCancelled && !isAbandoned;
  }

  /// Sends a pending response; false where nobody wants it any more.
  boolean pending(Command response, Dataset dataset) {
    return isTaken(() -> write(response, dataset));
  }

  /// The same, sent with the next response.
  boolean pendingLater(Command response, Dataset dataset) {
    return isTaken(() -> writer.writeLater(message.context().id(),
        response.with(Command.Body.DATASET), bytes(dataset).stream()));
  }

  private interface Writing {
    void write() throws IOException;
  }

  private boolean isTaken(Writing writing) {
    if (!isWanted()) {
      return false;
    }
    try {
      writing.write();
      return true;
    } catch (IOException _) {
      isAbandoned = true;
      return false;
    }
  }

  /// Sends the last response, unless the peer is gone.
  void answer(Command response, Dataset dataset) {
    if (!isAbandoned) {
      try {
        write(response, dataset);
      } catch (IOException _) {
        isAbandoned = true;
      }
    }
  }

  private void write(Command response, Dataset dataset) throws IOException {
    int contextId = message.context().id();
    if (dataset.isEmpty()) {
      writer.write(contextId, response.with(Command.Body.NONE));
      return;
    }
    writer.write(contextId, response.with(Command.Body.DATASET), bytes(dataset).stream());
  }

  private Bytes bytes(Dataset dataset) {
    return Identifiers.write(dataset, message.context().transferSyntax());
  }

  /// Its thread has come to the end.
  void end() {
    answered.countDown();
  }

  /// Waits for that end.
  ///
  /// @throws IOException if the answer did not reach the peer
  void awaitAnswer() throws IOException, InterruptedException {
    answered.await();
    if (isAbandoned) {
      throw new IOException("the association has ended");
    }
  }
}
