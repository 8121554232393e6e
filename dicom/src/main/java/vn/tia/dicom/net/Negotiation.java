package vn.tia.dicom.net;

import java.util.List;
import java.util.Optional;
import vn.tia.dicom.io.Implementation;
import vn.tia.dicom.net.pdu.AssociateAccept;
import vn.tia.dicom.net.pdu.AssociateRequest;
import vn.tia.dicom.net.pdu.ContextResult;
import vn.tia.dicom.net.pdu.ProposedContext;
import vn.tia.dicom.net.pdu.UserInformation;
import vn.tia.dicom.net.pdu.UserInformation.Role;
import vn.tia.dicom.net.pdu.UserInformation.RoleSelection;

/// Answers what a requestor proposes with what the services can do (PS3.7 annex D.3).
///
/// The asynchronous operations window and extended negotiations are not answered, which means one
/// operation at a time and the services' defaults.
final class Negotiation {
  static final String VERIFICATION = "1.2.840.10008.1.1";

  private final List<? extends DimseService> services;
  private final int pduBytesMax;

  Negotiation(List<? extends DimseService> services, int pduBytesMax) {
    this.services = services;
    this.pduBytesMax = pduBytesMax;
  }

  AssociateAccept answer(AssociateRequest request) {
    List<ContextResult> results = request.contexts().stream().map(this::answer).toList();
    List<RoleSelection> roles = request.user().roles().stream().map(this::answer).toList();
    return new AssociateAccept(
        AssociateRequest.PROTOCOL_VERSION,
        request.calledAe(),
        request.callingAe(),
        AssociateRequest.DICOM_APPLICATION_CONTEXT,
        results,
        UserInformation.of(
                pduBytesMax,
                Implementation.CLASS_UID.value(),
                Implementation.VERSION_NAME)
            .withRoles(roles));
  }

  private ContextResult answer(ProposedContext proposed) {
    Optional<List<String>> accepted = transferSyntaxes(proposed.abstractSyntax());
    if (accepted.isEmpty()) {
      return refused(proposed, ContextResult.ABSTRACT_SYNTAX_NOT_SUPPORTED);
    }
    return accepted.get().stream()
        .filter(proposed.transferSyntaxes()::contains)
        .findFirst()
        .map(uid -> new ContextResult(proposed.id(), ContextResult.ACCEPTANCE, uid))
        .orElseGet(() -> refused(proposed, ContextResult.TRANSFER_SYNTAXES_NOT_SUPPORTED));
  }

  /// The transfer syntax of a refused context means nothing, but the item wants one.
  private static ContextResult refused(ProposedContext proposed, int result) {
    return new ContextResult(proposed.id(), result, proposed.transferSyntaxes().getFirst());
  }

  private Optional<List<String>> transferSyntaxes(String abstractSyntax) {
    Optional<List<String>> served =
        services.stream()
            .filter(service -> service.serves(abstractSyntax))
            .findFirst()
            .map(DimseService::transferSyntaxes);
    return abstractSyntax.equals(VERIFICATION)
        ? Optional.of(served.orElse(DimseService.UNCOMPRESSED))
        : served;
  }

  /// Only the usual roles are taken: the requestor uses, we serve.
  private RoleSelection answer(RoleSelection proposed) {
    boolean isServed = transferSyntaxes(proposed.sopClassUid()).isPresent();
    return new RoleSelection(
        proposed.sopClassUid(), isServed ? proposed.scu() : Role.NO, Role.NO);
  }
}
