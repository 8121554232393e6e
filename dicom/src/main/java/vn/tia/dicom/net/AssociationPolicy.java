package vn.tia.dicom.net;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import vn.tia.dicom.net.pdu.AssociateRequest;
import vn.tia.dicom.net.pdu.UserIdentity;

/// Decides who may open an association. It is asked after the protocol version, the application
/// context and the called AE title were found right, and before a slot is taken.
@FunctionalInterface
public interface AssociationPolicy {

  /// The reason to refuse `request`, empty to let it in.
  Optional<Rejection> check(AssociateRequest request, InetSocketAddress remote);

  /// Who the user of a request that was let in is, asked where the request names one.
  default Recognition recognize(UserIdentity identity, AssociateRequest request) {
    return new Recognition.NotChecked();
  }

  /// The same, asking `users` who the user is; a request that names none is refused.
  default AssociationPolicy requiring(Function<UserIdentity, Recognition> users) {
    AssociationPolicy callers = this;
    return new AssociationPolicy() {
      @Override
      public Optional<Rejection> check(AssociateRequest request, InetSocketAddress remote) {
        return request.user().identity().isEmpty()
            ? Optional.of(Rejection.NO_REASON_GIVEN)
            : callers.check(request, remote);
      }

      @Override
      public Recognition recognize(UserIdentity identity, AssociateRequest request) {
        return users.apply(identity);
      }
    };
  }

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
