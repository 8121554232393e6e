package vn.tia.dicom.net;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.SocketTimeoutException;
import java.util.Optional;
import vn.tia.dicom.data.Bytes;
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
import vn.tia.dicom.net.pdu.UserIdentity;

/// One association from the acceptor's side, from the connection to its end. The states of PS3.8
/// section 9.2 are the places in this code where it waits.
final class AcceptedAssociation {
  private static final System.Logger LOG = System.getLogger(AssociationServer.class.getName());

  private final Wire wire;
  private final AssociationServer server;

  AcceptedAssociation(Wire wire, AssociationServer server) {
    this.wire = wire;
    this.server = server;
  }

  /// Runs the association to its end, whatever end it takes.
  void run() {
    try {
      Optional<Pdu> first = awaitRequest();
      if (first.isPresent()) {
        answer(first.get());
      }
    } catch (IOException e) {
      end(e);
    }
  }

  /// Sta2: the transport is there, ARTIM runs; when it expires, the connection closes (AA-2).
  private Optional<Pdu> awaitRequest() throws IOException {
    try {
      return wire.readWhole(server.settings().timeouts().artim());
    } catch (SocketTimeoutException _) {
      turnAway("closed, no association was asked for in time");
      return Optional.empty();
    }
  }

  private void answer(Pdu first) throws IOException {
    switch (first) {
      case AssociateRequest request -> {
        server.associated().add(wire);
        try {
          answer(request);
        } finally {
          server.associated().remove(wire);
        }
      }
      case Abort _ -> {} // AA-2: the connection closes.
      case AssociateAccept _,
          AssociateReject _,
          DataTransfer _,
          ReleaseRequest _,
          ReleaseResponse _ ->
          throw Fragments.unexpected(first);
    }
  }

  /// Sta3: the request is there and wants an answer.
  private void answer(AssociateRequest request) throws IOException {
    Recognition user =
        refusal(request)
            .<Recognition>map(Recognition.Refused::new)
            .orElseGet(() -> recognition(request));
    wire.expectNothing();
    switch (user) {
      case Recognition.Refused(Rejection why) -> reject(why);
      case Recognition.NotChecked known -> admit(request, known);
      case Recognition.Recognized known -> admit(request, known);
    }
  }

  private void admit(AssociateRequest request, Recognition user) throws IOException {
    if (!server.slots().take(request.callingAe())) {
      reject(Rejection.LOCAL_LIMIT_EXCEEDED);
      return;
    }
    try {
      accept(request, user);
    } finally {
      server.slots().free(request.callingAe());
    }
    wire.linger();
  }

  private Optional<Rejection> refusal(AssociateRequest request) {
    if ((request.protocolVersion() & AssociateRequest.PROTOCOL_VERSION) == 0) {
      return Optional.of(Rejection.PROTOCOL_VERSION_NOT_SUPPORTED);
    }
    if (!request.applicationContext().equals(AssociateRequest.DICOM_APPLICATION_CONTEXT)) {
      return Optional.of(Rejection.APPLICATION_CONTEXT_NOT_SUPPORTED);
    }
    var titles = server.settings().aeTitles();
    if (!titles.isEmpty() && !titles.contains(request.calledAe())) {
      return Optional.of(Rejection.CALLED_AE_NOT_RECOGNIZED);
    }
    return decision(request);
  }

  private Optional<Rejection> decision(AssociateRequest request) {
    try {
      return server.policy().check(request, wire.remoteAddress());
    } catch (RuntimeException e) {
      log(Level.WARNING, "the policy failed with " + e.getClass().getName());
      return Optional.of(Rejection.TEMPORARY_CONGESTION);
    }
  }

  private Recognition recognition(AssociateRequest request) {
    try {
      return request
          .user()
          .identity()
          .map(identity -> server.policy().recognize(identity, request))
          .orElseGet(Recognition.NotChecked::new);
    } catch (RuntimeException e) {
      log(Level.WARNING, "the policy failed with " + e.getClass().getName());
      return new Recognition.Refused(Rejection.TEMPORARY_CONGESTION);
    }
  }

  private void reject(Rejection why) throws IOException {
    wire.write(new AssociateReject(why.result(), why.source(), why.reason()));
    turnAway(
        "rejected, result %d source %d reason %d"
            .formatted(why.result(), why.source(), why.reason()));
    wire.linger();
  }

  /// Sta6: data goes both ways until one side ends it.
  private void accept(AssociateRequest request, Recognition user) throws IOException {
    NetworkLimits limits = server.settings().limits();
    AssociateAccept answer = answer(request, user);
    var writer = new MessageWriter(wire, request.user().pduBytesMax(), limits);
    wire.write(answer);
    Agreement agreement = Agreement.of(request, answer);
    var info =
        new AssociationInfo(
            request.callingAe(),
            request.calledAe(),
            wire.remoteAddress(),
            request.user().identity().filter(_ -> user instanceof Recognition.Recognized),
            agreement);
    converse(info, writer);
    wire.expectNothing();
    wire.write(new ReleaseResponse());
  }

  /// Serves the peer until it asks for a release. What then still runs is given up.
  private void converse(AssociationInfo info, MessageWriter writer) throws IOException {
    NetworkTimeouts timeouts = server.settings().timeouts();
    var contexts = new AgreedContexts(info.agreement(), AgreedContexts.Side.ACCEPTOR);
    var reader =
        new MessageReader(
            new Fragments(wire, info.agreement().contextsById()),
            server.settings().limits(),
            timeouts);
    var invocations = new Invocations(writer, contexts.windowInvoked());
    var invoker = new Invoker(contexts, invocations, timeouts.response(), this::breakOff);
    var operations =
        new Operations(
            info, server.classes(info.agreement().requestor()), reader.identifiers(), invoker);
    var conversation =
        new Conversation(
            reader,
            new ServedOperations(operations, writer, server.work(), contexts.windowPerformed()),
            invocations);
    conversation.runToEnd(timeouts.idle());
  }

  /// An operation that we asked for broke: the peer is told, and who reads finds out.
  private IOException breakOff(IOException why) {
    wire.leave(Abort.byProvider(AbortReason.NOT_SPECIFIED));
    return why;
  }

  private AssociateAccept answer(AssociateRequest request, Recognition user) {
    NetworkLimits limits = server.settings().limits();
    AssociateAccept answer =
        new Negotiation(request, server.classes(request.user()), limits).answer();
    boolean wantsAnswer =
        request.user().identity().filter(UserIdentity::wantsAnswer).isPresent();
    return wantsAnswer && user instanceof Recognition.Recognized(Bytes response)
        ? answer.withUser(answer.user().withIdentityResponse(response))
        : answer;
  }

  /// Tells the peer why the association ends, unless the peer ended it itself.
  private void end(IOException why) {
    switch (why) {
      case PduException e -> abort(e.reason(), e);
      case SocketTimeoutException e -> abort(AbortReason.NOT_SPECIFIED, e);
      case AbortedException e -> log(Level.INFO, e.getMessage());
      case StoppedException _ -> wire.tell(Abort.BY_USER);
      default -> log(Level.INFO, "ended: " + why.getMessage());
    }
  }

  private void abort(AbortReason reason, IOException why) {
    wire.tell(Abort.byProvider(reason));
    turnAway("aborted, reason %d: %s".formatted(reason.code(), why.getMessage()));
    wire.linger();
  }

  private void turnAway(String why) {
    log(Level.WARNING, why);
    server.turnedAway(wire.remoteAddress(), why);
  }

  private void log(Level level, String what) {
    LOG.log(level, "association from {0}: {1}", wire.remoteAddress(), what);
  }
}
