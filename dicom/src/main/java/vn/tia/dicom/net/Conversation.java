package vn.tia.dicom.net;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import vn.tia.dicom.data.Dataset;

/// Reads the messages of one association as they come, from either side: what the peer asks for is
/// performed, what it answers goes to who asked.
final class Conversation {
  private final MessageReader reader;
  private final Identifiers identifiers;
  private final ServedOperations operations;
  private final Invocations invocations;
  private volatile boolean isReading;

  Conversation(MessageReader reader, ServedOperations operations, Invocations invocations) {
    this.reader = reader;
    this.identifiers = reader.identifiers();
    this.operations = operations;
    this.invocations = invocations;
    invocations.busyWhile(() -> isReading || operations.areRunning());
  }

  /// Reads until the peer asks for a release, or answers that there is one.
  ///
  /// @throws SocketTimeoutException if nobody wanted anything for the idle time
  void run(Duration idle) throws IOException {
    while (true) {
      await(idle);
      isReading = true;
      Optional<Message> message = reader.next();
      if (message.isEmpty()) {
        return;
      }
      take(message.get());
      invocations.heard();
      isReading = false;
    }
  }

  /// Waits this long for what the peer asked for to be answered.
  void finish(Duration time) {
    operations.finish(time);
  }

  /// Reads to the end of the association, then gives up what still runs and waits until it has
  /// noticed.
  void runToEnd(Duration idle) throws IOException {
    IOException why = new ReleasedException();
    try {
      run(idle);
    } catch (IOException e) {
      why = e;
      throw e;
    } finally {
      invocations.end(why);
      operations.abandon();
    }
  }

  private void await(Duration idle) throws IOException {
    while (true) {
      try {
        if (!reader.await(idle)) {
          throw new EOFException("the peer closed the connection without a release");
        }
        return;
      } catch (SocketTimeoutException e) {
        // While it waits for us, the peer has nothing to say; while we wait for it, who asked
        // counts the time.
        if (!operations.areRunning() && !invocations.areOpen()) {
          throw e;
        }
      }
    }
  }

  private void take(Message message) throws IOException {
    Command command = message.command();
    try {
      if (command.field() == Command.C_CANCEL_RQ) {
        operations.cancel(command.messageIdRespondedTo().orElseThrow());
      } else if (command.isResponse()) {
        Invocation invocation = invocations.answeredBy(command);
        invocations.deliver(invocation, new Invocation.Answer(command, dataset(message)));
      } else {
        operations.perform(message, reader.dataset(message));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a message waited to be taken");
    }
  }

  /// The data set of a response, empty where it has none.
  private Dataset dataset(Message message) throws IOException {
    if (!message.command().hasDataset()) {
      return Dataset.EMPTY; // No bytes are no data set where it would be deflated.
    }
    DatasetStream in = reader.dataset(message);
    Dataset dataset = identifiers.read(in, message.context().transferSyntax());
    in.drain();
    return dataset;
  }
}
