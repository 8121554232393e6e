package vn.tia.dicom.net;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import vn.tia.dicom.net.pdu.Abort;
import vn.tia.dicom.net.pdu.AbortReason;
import vn.tia.dicom.net.pdu.AssociateAccept;
import vn.tia.dicom.net.pdu.AssociateReject;
import vn.tia.dicom.net.pdu.AssociateRequest;
import vn.tia.dicom.net.pdu.DataTransfer;
import vn.tia.dicom.net.pdu.Pdu;
import vn.tia.dicom.net.pdu.PduException;
import vn.tia.dicom.net.pdu.ReleaseRequest;
import vn.tia.dicom.net.pdu.ReleaseResponse;

/// One association from the requestor's side, from its acceptance to its end. A thread of its own
/// reads what the peer sends.
final class OpenedAssociation {
  /// We say when it ends: while nothing is asked, the peer may be silent for long.
  private static final Duration IDLE = Duration.ofDays(20);

  /// How long after a broken write the peer's last word may still arrive.
  private static final Duration LAST_WORD = Duration.ofMillis(200);

  private final Wire wire;
  private final NetworkTimeouts timeouts;
  private final Fragments fragments;
  private final Invocations invocations;
  private final Invoker invoker;
  private final Conversation conversation;
  private final Thread reading;
  private volatile boolean isOpen = true;
  private volatile boolean releaseIsAsked;
  private volatile boolean isReleased;
  private volatile Optional<IOException> end = Optional.empty();

  private OpenedAssociation(
      OpenedWire opened, ClientSettings settings, List<DimseService> services)
      throws PduException {
    Agreement agreement = opened.agreement();
    var contexts = new AgreedContexts(agreement, AgreedContexts.Side.REQUESTOR);
    this.wire = opened.wire();
    this.timeouts = settings.timeouts();
    this.fragments = new Fragments(wire, agreement.contextsById());
    var reader = new MessageReader(fragments, settings.limits(), timeouts);
    var writer = new MessageWriter(wire, agreement.acceptor().pduBytesMax(), settings.limits());
    this.invocations = new Invocations(writer, contexts.windowInvoked());
    this.invoker = new Invoker(contexts, invocations, timeouts.response(), this::breakOff);
    var info =
        new AssociationInfo(
            settings.callingAe(),
            settings.calledAe(),
            wire.remoteAddress(),
            Optional.empty(),
            agreement);
    var operations =
        new Operations(
            info, new ServedClasses(services, List.of()), reader.identifiers(), invoker);
    this.conversation =
        new Conversation(
            reader,
            new ServedOperations(operations, writer, new Work(), contexts.windowPerformed()),
            invocations);
    this.reading = Thread.ofVirtual().name("dicom-association").unstarted(this::read);
  }

  static OpenedAssociation open(ClientSettings settings, List<DimseService> services)
      throws IOException {
    OpenedWire opened = OpenedWire.open(settings);
    try {
      var association = new OpenedAssociation(opened, settings, services);
      association.reading.start();
      return association;
    } catch (PduException e) {
      opened.wire().leave(Abort.byProvider(e.reason()));
      throw e;
    }
  }

  Invoker invoker() {
    return invoker;
  }

  boolean isOpen() {
    return isOpen;
  }

  private void read() {
    try {
      conversation.runToEnd(IDLE);
      if (fragments.isReleased()) {
        wire.close();
      } else {
        released();
      }
    } catch (PduException e) {
      end = Optional.of(e);
      wire.leave(Abort.byProvider(e.reason()));
    } catch (IOException e) {
      end = Optional.of(e);
      wire.close();
    } finally {
      isOpen = false;
    }
  }

  /// The peer asks for a release. Where we did too, it has to answer ours next (PS3.8 table 9-10,
  /// Sta9 and Sta11).
  private void released() throws IOException {
    wire.write(new ReleaseResponse());
    if (!releaseIsAsked) {
      wire.leave();
      return;
    }
    Pdu answer =
        wire.read(timeouts.artim())
            .orElseThrow(
                () -> new EOFException("the peer closed the connection during the release"));
    switch (answer) {
      case ReleaseResponse _ -> {
        isReleased = true;
        wire.close();
      }
      case Abort abort -> throw new AbortedException(abort);
      case AssociateRequest _,
          AssociateAccept _,
          AssociateReject _,
          DataTransfer _,
          ReleaseRequest _ ->
          throw Fragments.unexpected(answer);
    }
  }

  /// Ends the association for what broke an exchange, and says what is to be told: where the peer
  /// aborted, that.
  private IOException breakOff(IOException why) {
    if (why instanceof ReleasedException) {
      return why;
    }
    if (!isOpen && end.isEmpty()) {
      return new IOException("the association has ended");
    }
    if (!(why instanceof SocketTimeoutException)) {
      awaitEnd(LAST_WORD);
    }
    if (isOpen) {
      isOpen = false;
      wire.leave(Abort.byProvider(AbortReason.NOT_SPECIFIED));
    }
    Optional<IOException> found = end;
    end = Optional.empty();
    return found.filter(e -> e instanceof AbortedException || e instanceof PduException)
        .orElse(why);
  }

  private boolean awaitEnd(Duration time) {
    try {
      return reading.join(time);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// Answers what the peer asked for, asks for a release and waits for the answer; what arrives
  /// until then means nothing any more.
  void release() throws IOException {
    invoker.exchange(
        () -> {
          if (!isOpen) {
            throw new IOException("the association has ended");
          }
          invocations.abandon();
          conversation.finish(timeouts.artim());
          releaseIsAsked = true;
          fragments.expectRelease();
          wire.write(new ReleaseRequest());
          long since = System.nanoTime();
          while (!awaitEnd(LAST_WORD)) {
            if (invocations.unheardFor(since) > timeouts.artim().toNanos()) {
              throw new SocketTimeoutException("the peer did not answer the release");
            }
          }
          if (!fragments.isReleased() && !isReleased) {
            throw end.orElseThrow();
          }
          return this;
        });
  }

  void abort() {
    isOpen = false;
    wire.leave(Abort.BY_USER);
    invocations.end(new IOException("the association has ended"));
  }
}
