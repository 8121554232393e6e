package vn.tia.dicom.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.io.Implementation;
import vn.tia.dicom.net.pdu.UserIdentity;
import vn.tia.dicom.net.pdu.UserInformation;
import vn.tia.dicom.net.pdu.UserInformation.ExtendedNegotiation;
import vn.tia.dicom.net.pdu.UserInformation.OperationsWindow;
import vn.tia.dicom.net.pdu.UserInformation.Role;
import vn.tia.dicom.net.pdu.UserInformation.RoleSelection;

/// What an [Association] needs to know to be opened: whom to call, and for what. `user` is what is
/// negotiated beyond presentation contexts; its length of PDUs is that of `limits`.
public record ClientSettings(
    InetSocketAddress address,
    String callingAe,
    String calledAe,
    List<Proposal> proposals,
    NetworkLimits limits,
    NetworkTimeouts timeouts,
    Optional<Tls> tls,
    UserInformation user) {

  /// A SOP class with the transfer syntaxes it may be exchanged in: one presentation context.
  public record Proposal(String sopClassUid, List<String> transferSyntaxes) {
    public Proposal {
      transferSyntaxes = List.copyOf(transferSyntaxes);
    }
  }

  public ClientSettings {
    proposals = List.copyOf(proposals);
  }

  /// A call to this address with nothing proposed yet.
  public static ClientSettings to(InetSocketAddress address, String callingAe, String calledAe) {
    return new ClientSettings(
        address,
        callingAe,
        calledAe,
        List.of(),
        NetworkLimits.DEFAULT,
        NetworkTimeouts.DEFAULT,
        Optional.empty(),
        UserInformation.of(
            NetworkLimits.DEFAULT.pduBytesMax(),
            Implementation.CLASS_UID.value(),
            Implementation.VERSION_NAME));
  }

  /// A call to this port of the loopback interface with nothing proposed yet.
  public static ClientSettings toLoopback(int port, String callingAe, String calledAe) {
    return to(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), callingAe, calledAe);
  }

  /// The same with one more presentation context.
  public ClientSettings propose(String sopClassUid, List<String> transferSyntaxes) {
    var more = new ArrayList<>(proposals);
    more.add(new Proposal(sopClassUid, transferSyntaxes));
    return withProposals(more);
  }

  /// The same with these presentation contexts instead of those that it has.
  public ClientSettings withProposals(List<Proposal> proposals) {
    return new ClientSettings(
        address, callingAe, calledAe, proposals, limits, timeouts, tls, user);
  }

  /// The same with one more presentation context, uncompressed.
  public ClientSettings propose(String sopClassUid) {
    return propose(sopClassUid, DimseService.UNCOMPRESSED);
  }

  /// The same with these limits.
  public ClientSettings withLimits(NetworkLimits limits) {
    return new ClientSettings(
        address, callingAe, calledAe, proposals, limits, timeouts, tls, user);
  }

  /// The same with these timeouts.
  public ClientSettings withTimeouts(NetworkTimeouts timeouts) {
    return new ClientSettings(
        address, callingAe, calledAe, proposals, limits, timeouts, tls, user);
  }

  /// The same over TLS.
  public ClientSettings withTls(Tls tls) {
    return new ClientSettings(
        address, callingAe, calledAe, proposals, limits, timeouts, Optional.of(tls), user);
  }

  /// The same with these words about ourselves.
  public ClientSettings withUser(UserInformation user) {
    return new ClientSettings(
        address, callingAe, calledAe, proposals, limits, timeouts, tls, user);
  }

  /// The same for this user (PS3.7 annex D.3.3.7).
  public ClientSettings withIdentity(UserIdentity identity) {
    return withUser(user.withIdentity(identity));
  }

  /// The same with one more selection of roles (PS3.7 annex D.3.3.4).
  public ClientSettings withRole(String sopClassUid, Role scu, Role scp) {
    var more = new ArrayList<>(user.roles());
    more.add(new RoleSelection(sopClassUid, scu, scp));
    return withUser(user.withRoles(more));
  }

  /// The same with one more extended negotiation (PS3.7 annex D.3.3.5).
  public ClientSettings withExtended(String sopClassUid, Bytes information) {
    var more = new ArrayList<>(user.extended());
    more.add(new ExtendedNegotiation(sopClassUid, information));
    return withUser(user.withExtended(more));
  }

  /// The same, asking for this many outstanding operations, 0 for any number (PS3.7 annex D.3.3.3).
  public ClientSettings withOperationsWindow(int invoked, int performed) {
    return withUser(user.withOperationsWindow(new OperationsWindow(invoked, performed)));
  }
}
