package vn.tia.dicom.net.pdu;

import java.util.List;

/// A-ASSOCIATE-AC: the answer to each proposed presentation context (PS3.8 section 9.3.3).
///
/// The AE titles repeat those of the request and are not looked at by the requestor.
public record AssociateAccept(
    int protocolVersion,
    String calledAe,
    String callingAe,
    String applicationContext,
    List<ContextResult> contexts,
    UserInformation user)
    implements Pdu {

  public AssociateAccept {
    contexts = List.copyOf(contexts);
  }

  /// The same with these words about the acceptor.
  public AssociateAccept withUser(UserInformation user) {
    return new AssociateAccept(
        protocolVersion, calledAe, callingAe, applicationContext, contexts, user);
  }
}
