package vn.tia.hl7.mllp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/// Where and how an MLLP server listens.
///
/// @param address where to listen; loopback until told otherwise; port 0 takes a free one
/// @param connectionsMax how many peers at once; 2,000, as a province has some hundred senders and
///     an idle one costs about 20 kB; further peers wait in the backlog
/// @param limits what one connection may ask for
/// @param closeTime how long a message in work is waited for at close; 10 s
/// @param tls plain TCP where empty
public record MllpServerSettings(
    InetSocketAddress address, int connectionsMax, MllpLimits limits, Duration closeTime,
    Optional<MllpTls> tls) {

  public MllpServerSettings {
    if (connectionsMax < 1) {
      throw new IllegalArgumentException("connectionsMax must be at least 1: " + connectionsMax);
    }
  }

  /// Plain, on loopback, with the default limits.
  public static MllpServerSettings onLoopback(int port) {
    return new MllpServerSettings(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 2000, MllpLimits.DEFAULT,
        Duration.ofSeconds(10), Optional.empty());
  }

  /// The same with other limits.
  public MllpServerSettings with(MllpLimits other) {
    return new MllpServerSettings(address, connectionsMax, other, closeTime, tls);
  }

  /// The same for another number of peers.
  public MllpServerSettings withConnectionsMax(int connections) {
    return new MllpServerSettings(address, connections, limits, closeTime, tls);
  }

  /// The same over TLS.
  public MllpServerSettings with(MllpTls other) {
    return new MllpServerSettings(address, connectionsMax, limits, closeTime, Optional.of(other));
  }
}
