package vn.tia.dicom.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;

/// What an [AssociationServer] needs to know. `aeTitles` are the titles it may be called by, none
/// for any; port 0 takes a free port.
public record ServerSettings(
    InetSocketAddress address,
    Set<String> aeTitles,
    NetworkLimits limits,
    NetworkTimeouts timeouts,
    Optional<Tls> tls) {

  public ServerSettings {
    aeTitles = Set.copyOf(aeTitles);
  }

  /// A server on this port of the loopback interface, called by one AE title.
  public static ServerSettings onLoopback(int port, String aeTitle) {
    return new ServerSettings(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
        Set.of(aeTitle),
        NetworkLimits.DEFAULT,
        NetworkTimeouts.DEFAULT,
        Optional.empty());
  }

  /// The same on another address.
  public ServerSettings withAddress(InetSocketAddress address) {
    return new ServerSettings(address, aeTitles, limits, timeouts, tls);
  }

  /// The same, called by these titles.
  public ServerSettings withAeTitles(Set<String> aeTitles) {
    return new ServerSettings(address, aeTitles, limits, timeouts, tls);
  }

  /// The same with these limits.
  public ServerSettings withLimits(NetworkLimits limits) {
    return new ServerSettings(address, aeTitles, limits, timeouts, tls);
  }

  /// The same with these timeouts.
  public ServerSettings withTimeouts(NetworkTimeouts timeouts) {
    return new ServerSettings(address, aeTitles, limits, timeouts, tls);
  }

  /// The same, speaking TLS only.
  public ServerSettings withTls(Tls tls) {
    return new ServerSettings(address, aeTitles, limits, timeouts, Optional.of(tls));
  }
}
