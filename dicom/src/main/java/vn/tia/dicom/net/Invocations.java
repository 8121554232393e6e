package vn.tia.dicom.net;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import vn.tia.dicom.net.pdu.PduException;

/// The operations that we asked the peer of an association for and that it has not answered yet:
/// at most as many as the window that was agreed on (PS3.7 annex D.3.3.3).
final class Invocations {
  private final MessageWriter writer;
  private final Semaphore window;
  private final Map<Integer, Invocation> open = new HashMap<>();
  private volatile BooleanSupplier isBusy = () -> false;
  private volatile long lastHeard = System.nanoTime();
  private Optional<IOException> ended = Optional.empty();
  private int lastMessageId;

  /// Operations written by `writer`, at most `windowMax` at once, 0 for any number.
  Invocations(MessageWriter writer, int windowMax) {
    this.writer = writer;
    this.window = new Semaphore(windowMax == 0 ? 0xFFFF : windowMax);
  }

  /// While this holds, the peer is not silent, though it answers nothing.
  void busyWhile(BooleanSupplier condition) {
    isBusy = condition;
  }

  /// Something came from the peer.
  void heard() {
    lastHeard = System.nanoTime();
  }

  /// How long nothing came, counted from `since` at the earliest.
  long silentFor(long since) {
    return isBusy.getAsBoolean() ? 0 : unheardFor(since);
  }

  /// How long nothing came, whatever we are busy with.
  long unheardFor(long since) {
    long now = System.nanoTime();
    return Math.min(now - since, now - lastHeard);
  }

  boolean areOpen() {
    synchronized (open) {
      return !open.isEmpty();
    }
  }

  /// Asks for an operation, whose command is made for a message id, once the window has room.
  ///
  /// @throws SocketTimeoutException if it gets none in this time
  Invocation ask(int contextId, IntFunction<Command> command, InputStream body, Duration time)
      throws IOException {
    Invocation invocation = begin(time);
    writer.write(contextId, command.apply(invocation.messageId()), body);
    return invocation;
  }

  /// Asks the peer to end an operation, unless it has (PS3.7 section 9.3.2.3).
  void cancel(int contextId, Invocation invocation) throws IOException {
    writer.write(contextId, Command.cancelRequest(invocation.messageId()));
  }

  private Invocation begin(Duration time) throws IOException {
    try {
      if (!window.tryAcquire(time.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new SocketTimeoutException(
            "the peer did not answer what was asked before within %d ms"
                .formatted(time.toMillis()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for the window", e);
    }
    synchronized (open) {
      if (ended.isPresent()) {
        window.release();
        throw ended.get();
      }
      do {
        lastMessageId = lastMessageId % 0xFFFF + 1;
      } while (open.containsKey(lastMessageId));
      var invocation = new Invocation(lastMessageId, this);
      open.put(lastMessageId, invocation);
      return invocation;
    }
  }

  /// The operation that this response answers.
  ///
  /// @throws PduException if it was not asked for, or has its last answer
  Invocation answeredBy(Command response) throws PduException {
    int messageId = response.messageIdRespondedTo().orElseThrow();
    synchronized (open) {
      Invocation invocation = open.get(messageId);
      if (invocation == null) {
        throw PduException.invalid(
            "command %04X came as the answer to message %d, which waits for none"
                .formatted(response.field(), messageId));
      }
      return invocation;
    }
  }

  /// Hands an answer over. The last one of an operation makes room in the window.
  void deliver(Invocation invocation, Invocation.Answer answer) throws InterruptedException {
    invocation.deliver(answer);
    if (answer.command().status().isPending()) {
      return;
    }
    synchronized (open) {
      if (open.remove(invocation.messageId()) != null) {
        window.release();
      }
    }
  }

  /// The association has ended: what is open gets no answer, and nothing more is asked.
  void end(IOException why) {
    List<Invocation> left;
    synchronized (open) {
      if (ended.isPresent()) {
        return;
      }
      ended = Optional.of(why);
      left = List.copyOf(open.values());
      open.clear();
    }
    left.forEach(
        invocation -> {
          invocation.fail(why);
          invocation.abandon();
          window.release();
        });
  }

  /// Nobody takes the answers to what is open any more.
  void abandon() {
    synchronized (open) {
      open.values().forEach(Invocation::abandon);
    }
  }
}
