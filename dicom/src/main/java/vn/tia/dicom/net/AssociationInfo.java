package vn.tia.dicom.net;

import java.net.InetSocketAddress;
import java.util.Optional;
import vn.tia.dicom.net.pdu.UserIdentity;

/// Who speaks on an association: the two AE titles, the address the connection came from, the user
/// where the [AssociationPolicy] recognised one, and what was agreed.
public record AssociationInfo(
    String callingAe,
    String calledAe,
    InetSocketAddress remoteAddress,
    Optional<UserIdentity> user,
    Agreement agreement) {

  /// An association of nobody known, on which nothing was agreed.
  public AssociationInfo(String callingAe, String calledAe, InetSocketAddress remoteAddress) {
    this(callingAe, calledAe, remoteAddress, Optional.empty(), Agreement.none());
  }
}
