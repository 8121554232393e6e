package vn.tia.dicom.net;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import vn.tia.dicom.io.Implementation;
import vn.tia.dicom.net.pdu.AssociateAccept;
import vn.tia.dicom.net.pdu.AssociateRequest;
import vn.tia.dicom.net.pdu.ContextResult;
import vn.tia.dicom.net.pdu.ProposedContext;
import vn.tia.dicom.net.pdu.UserInformation;
import vn.tia.dicom.net.pdu.UserInformation.ExtendedNegotiation;
import vn.tia.dicom.net.pdu.UserInformation.OperationsWindow;
import vn.tia.dicom.net.pdu.UserInformation.Role;
import vn.tia.dicom.net.pdu.UserInformation.RoleSelection;

/// Answers what one requestor proposes with what the services can do (PS3.7 annex D.3).
final class Negotiation {
  static final String VERIFICATION = "1.2.840.10008.1.1";

  private final AssociateRequest request;
  private final ServedClasses classes;
  private final NetworkLimits limits;

  Negotiation(AssociateRequest request, ServedClasses classes, NetworkLimits limits) {
    this.request = request;
    this.classes = classes;
    this.limits = limits;
  }

  AssociateAccept answer() {
    UserInformation theirs = request.user();
    UserInformation ours =
        UserInformation.of(
                limits.pduBytesMax(), Implementation.CLASS_UID.value(), Implementation.VERSION_NAME)
            .withRoles(theirs.roles().stream().map(this::answer).toList())
            .withExtended(theirs.extended().stream().flatMap(this::answer).toList());
    return new AssociateAccept(
        AssociateRequest.PROTOCOL_VERSION,
        request.calledAe(),
        request.callingAe(),
        AssociateRequest.DICOM_APPLICATION_CONTEXT,
        request.contexts().stream().map(this::answer).toList(),
        theirs.operationsWindow().map(this::answer).map(ours::withOperationsWindow).orElse(ours));
  }

  private ContextResult answer(ProposedContext proposed) {
    List<String> wanted = transferSyntaxes(proposed.abstractSyntax());
    if (wanted.isEmpty()) {
      return refused(proposed, ContextResult.ABSTRACT_SYNTAX_NOT_SUPPORTED);
    }
    return wanted.stream()
        .filter(proposed.transferSyntaxes()::contains)
        .findFirst()
        .map(uid -> new ContextResult(proposed.id(), ContextResult.ACCEPTANCE, uid))
        .orElseGet(() -> refused(proposed, ContextResult.TRANSFER_SYNTAXES_NOT_SUPPORTED));
  }

  /// The transfer syntax of a refused context means nothing, but the item wants one.
  private static ContextResult refused(ProposedContext proposed, int result) {
    return new ContextResult(proposed.id(), result, proposed.transferSyntaxes().getFirst());
  }

  /// What a context of this class may be exchanged in, in the roles that the request takes.
  private List<String> transferSyntaxes(String abstractSyntax) {
    Optional<RoleSelection> roles =
        request.user().roles().stream()
            .filter(r -> r.sopClassUid().equals(abstractSyntax))
            .findFirst();
    boolean onlyServes = roles.filter(r -> r.scp() == Role.YES && r.scu() == Role.NO).isPresent();
    List<String> received = onlyServes ? List.of() : served(abstractSyntax);
    boolean serves = roles.filter(r -> r.scp() == Role.YES).isPresent();
    return received.isEmpty() && serves ? classes.sent(abstractSyntax) : received;
  }

  private List<String> served(String abstractSyntax) {
    return classes
        .find(DimseService.class, abstractSyntax)
        .map(DimseService::transferSyntaxes)
        .orElse(abstractSyntax.equals(VERIFICATION) ? DimseService.UNCOMPRESSED : List.of());
  }

  /// A role is taken where some service plays the other one.
  private RoleSelection answer(RoleSelection proposed) {
    String sopClass = proposed.sopClassUid();
    return new RoleSelection(
        sopClass,
        served(sopClass).isEmpty() ? Role.NO : proposed.scu(),
        classes.sent(sopClass).isEmpty() ? Role.NO : proposed.scp());
  }

  private Stream<ExtendedNegotiation> answer(ExtendedNegotiation proposed) {
    return classes
        .find(DimseService.class, proposed.sopClassUid())
        .flatMap(s -> s.negotiate(proposed.sopClassUid(), proposed.information()))
        .map(answer -> new ExtendedNegotiation(proposed.sopClassUid(), answer))
        .stream();
  }

  private OperationsWindow answer(OperationsWindow proposed) {
    return new OperationsWindow(atMost(proposed.invoked()), atMost(proposed.performed()));
  }

  /// Zero proposes any number (PS3.7 annex D.3.3.3.1).
  private int atMost(int proposed) {
    return proposed == 0 ? limits.operationsMax() : Math.min(proposed, limits.operationsMax());
  }
}
