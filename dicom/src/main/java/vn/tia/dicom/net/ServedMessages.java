package vn.tia.dicom.net;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import vn.tia.dicom.net.pdu.PduException;

/// Serves the messages of one association as they come, one operation after the other.
final class ServedMessages {
  private final Work work;
  private final Duration idle;
  private final MessageReader reader;
  private final ServedOperations operations;

  ServedMessages(Work work, Duration idle, MessageReader reader, ServedOperations operations) {
    this.work = work;
    this.idle = idle;
    this.reader = reader;
    this.operations = operations;
  }

  /// Serves until the peer asks for a release. A search that then still runs is given up: its peer
  /// wants no more matches.
  void serveAll() throws IOException {
    try {
      boolean goesOn = true;
      while (goesOn) {
        await();
        goesOn = serveNext();
      }
    } finally {
      operations.abandon();
    }
  }

  private void await() throws IOException {
    while (true) {
      try {
        if (!reader.await(idle)) {
          throw new EOFException("the peer closed the connection without a release");
        }
        return;
      } catch (SocketTimeoutException e) {
        // While it waits for us, the peer has nothing to say.
        if (!operations.isSearching()) {
          throw e;
        }
      }
    }
  }

  private boolean serveNext() throws IOException {
    if (!work.begin()) {
      throw new StoppedException();
    }
    try {
      Optional<Message> message = reader.next(idle);
      if (message.isEmpty()) {
        return false;
      }
      serve(message.get());
      return true;
    } finally {
      work.end();
    }
  }

  private void serve(Message message) throws IOException {
    Command command = message.command();
    if (command.field() == Command.C_CANCEL_RQ) {
      operations.cancel(command.messageIdRespondedTo().orElseThrow());
    } else if (command.isResponse()) {
      throw PduException.invalid(
          "response %04X came, and nothing was asked".formatted(command.field()));
    } else {
      DatasetStream dataset = reader.dataset(message);
      operations.serve(message, dataset);
    }
  }
}
