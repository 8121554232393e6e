package vn.tia.dicom.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What an [Association] needs to know to be opened: whom to call, and for what.
public record ClientSettings(
    InetSocketAddress address,
    String callingAe,
    String calledAe,
    List<Proposal> proposals,
    NetworkLimits limits,
    NetworkTimeouts timeouts,
    Optional<Tls> tls) {

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
        Optional.empty());
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
    return new ClientSettings(address, callingAe, calledAe, more, limits, timeouts, tls);
  }

  /// The same with one more presentation context, uncompressed.
  public ClientSettings propose(String sopClassUid) {
    return propose(sopClassUid, DimseService.UNCOMPRESSED);
  }

  /// The same with these limits.
  public ClientSettings withLimits(NetworkLimits limits) {
    return new ClientSettings(address, callingAe, calledAe, proposals, limits, timeouts, tls);
  }

  /// The same with these timeouts.
  public ClientSettings withTimeouts(NetworkTimeouts timeouts) {
    return new ClientSettings(address, callingAe, calledAe, proposals, limits, timeouts, tls);
  }

  /// The same over TLS.
  public ClientSettings withTls(Tls tls) {
    return new ClientSettings(
        address, callingAe, calledAe, proposals, limits, timeouts, Optional.of(tls));
  }
}
