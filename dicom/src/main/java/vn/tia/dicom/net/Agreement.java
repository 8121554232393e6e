package vn.tia.dicom.net;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.net.pdu.AssociateAccept;
import vn.tia.dicom.net.pdu.AssociateRequest;
import vn.tia.dicom.net.pdu.ContextResult;
import vn.tia.dicom.net.pdu.PduException;
import vn.tia.dicom.net.pdu.ProposedContext;
import vn.tia.dicom.net.pdu.UserInformation;
import vn.tia.dicom.net.pdu.UserInformation.ExtendedNegotiation;
import vn.tia.dicom.net.pdu.UserInformation.OperationsWindow;
import vn.tia.dicom.net.pdu.UserInformation.Role;
import vn.tia.dicom.net.pdu.UserInformation.RoleSelection;

/// What the two sides of an association agreed on (PS3.7 annex D.3): the accepted presentation
/// contexts in the order of their ids, and what each side said of itself.
public record Agreement(
    List<AcceptedContext> contexts, UserInformation requestor, UserInformation acceptor) {

  /// One operation at a time in each direction, which needs no word (PS3.7 annex D.3.3.3).
  private static final OperationsWindow SYNCHRONOUS = new OperationsWindow(1, 1);

  public Agreement {
    contexts = List.copyOf(contexts);
  }

  /// Nothing agreed.
  static Agreement none() {
    var silent = UserInformation.of(0, "", "");
    return new Agreement(List.of(), silent, silent);
  }

  /// What `accept` makes of `request`.
  ///
  /// @throws PduException if something was accepted that was not proposed
  static Agreement of(AssociateRequest request, AssociateAccept accept) throws PduException {
    Map<Integer, ProposedContext> proposed =
        request.contexts().stream()
            .collect(Collectors.toMap(ProposedContext::id, Function.identity()));
    List<AcceptedContext> accepted = new ArrayList<>();
    for (ContextResult result : accept.contexts()) {
      if (!result.isAccepted()) {
        continue;
      }
      ProposedContext context = proposed.get(result.id());
      if (context == null || !context.transferSyntaxes().contains(result.transferSyntax())) {
        throw PduException.invalid(
            "presentation context %d was accepted as it was not proposed".formatted(result.id()));
      }
      accepted.add(
          new AcceptedContext(result.id(), context.abstractSyntax(), result.transferSyntax()));
    }
    accepted.sort(Comparator.comparingInt(AcceptedContext::id));
    return new Agreement(accepted, request.user(), accept.user());
  }

  Map<Integer, AcceptedContext> contextsById() {
    return contexts.stream().collect(Collectors.toMap(AcceptedContext::id, Function.identity()));
  }

  /// Says whether the requestor asks for operations of this SOP class: unless roles say otherwise.
  public boolean requestorIsScu(String sopClassUid) {
    Optional<RoleSelection> answer = role(acceptor, sopClassUid);
    return answer.isEmpty() || isAgreed(sopClassUid, RoleSelection::scu);
  }

  /// Says whether the requestor performs operations of this SOP class, so that the acceptor may ask
  /// for them, as C-GET does.
  public boolean requestorIsScp(String sopClassUid) {
    return isAgreed(sopClassUid, RoleSelection::scp);
  }

  /// A role counts where it was proposed and accepted (PS3.7 annex D.3.3.4).
  private boolean isAgreed(String sopClassUid, Function<RoleSelection, Role> role) {
    return role(requestor, sopClassUid).map(role).equals(Optional.of(Role.YES))
        && role(acceptor, sopClassUid).map(role).equals(Optional.of(Role.YES));
  }

  private static Optional<RoleSelection> role(UserInformation user, String sopClassUid) {
    return user.roles().stream().filter(r -> r.sopClassUid().equals(sopClassUid)).findFirst();
  }

  /// How many operations may be outstanding, 0 for any number: `invoked` by the requestor,
  /// `performed` by it.
  public OperationsWindow operationsWindow() {
    return requestor.operationsWindow().flatMap(_ -> acceptor.operationsWindow())
        .orElse(SYNCHRONOUS);
  }

  /// What the acceptor answered to the extended negotiation of this SOP class.
  public Optional<Bytes> extended(String sopClassUid) {
    return acceptor.extended().stream()
        .filter(e -> e.sopClassUid().equals(sopClassUid))
        .map(ExtendedNegotiation::information)
        .findFirst();
  }

  /// What the acceptor answered to the user of the requestor, present where it recognised them and
  /// was asked for an answer.
  public Optional<Bytes> identityResponse() {
    return acceptor.identityResponse();
  }
}
