package vn.tia.dicom.net;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;
import vn.tia.dicom.net.pdu.AssociateRequest;

/// Decides who may open an association. It is asked after the protocol version, the application
/// context and the called AE title were found right, and before a slot is taken.
@FunctionalInterface
public interface AssociationPolicy {

  /// The reason to refuse `request`, empty to let it in.
  Optional<Rejection> check(AssociateRequest request, InetSocketAddress remote);

  /// Lets everybody in.
  static AssociationPolicy anyone() {
    return (_, _) -> Optional.empty();
  }

  /// Lets in the given calling AE titles.
  static AssociationPolicy callingAes(Set<String> titles) {
    Set<String> known = Set.copyOf(titles);
    return (request, _) ->
        known.contains(request.callingAe())
            ? Optional.empty()
            : Optional.of(Rejection.CALLING_AE_NOT_RECOGNIZED);
  }
}
