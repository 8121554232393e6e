package vn.tia.fhir.subscriptions;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Which addresses may be sent to: the public internet, and what the settings allow.
///
/// Everything else leads to this machine, to its neighbours or to nobody (IANA special-purpose
/// registries of IPv4 and IPv6): a subscription would be a way to call them.
public final class AddressPolicy {
  private static final List<Network> SPECIAL = List.of(
      Network.of("0.0.0.0/8"), Network.of("10.0.0.0/8"), Network.of("100.64.0.0/10"),
      Network.of("127.0.0.0/8"), Network.of("169.254.0.0/16"), Network.of("172.16.0.0/12"),
      Network.of("192.0.0.0/24"), Network.of("192.0.2.0/24"), Network.of("192.88.99.0/24"),
      Network.of("192.168.0.0/16"), Network.of("198.18.0.0/15"), Network.of("198.51.100.0/24"),
      Network.of("203.0.113.0/24"), Network.of("224.0.0.0/4"), Network.of("240.0.0.0/4"));

  /// The only IPv6 addresses that are given out, and of those the ones that carry another address.
  private static final Network GLOBAL = Network.of("2000::/3");
  private static final List<Network> CARRYING = List.of(Network.of("2001::/23"),
      Network.of("2001:db8::/32"), Network.of("2002::/16"), Network.of("3fff::/20"));

  private final List<Network> allowed;

  /// @param allowed networks as `10.1.2.0/24`, addresses as they are
  public AddressPolicy(List<String> allowed) {
    this.allowed = allowed.stream().map(Network::of).toList();
  }

  /// @throws IllegalArgumentException if one of them is no network
  public static void check(List<String> networks) {
    networks.forEach(Network::of);
  }

  /// Why an address may not be sent to; empty where it may.
  public Optional<String> flaw(InetAddress address) {
    if (isAllowed(address)) {
      return Optional.empty();
    }
    boolean isPublic = address instanceof Inet4Address
        ? SPECIAL.stream().noneMatch(network -> network.has(address))
        : GLOBAL.has(address) && CARRYING.stream().noneMatch(network -> network.has(address));
    return isPublic ? Optional.empty()
        : Optional.of("the endpoint leads to an address that is not allowed");
  }

  /// Whether the settings name it.
  boolean isAllowed(InetAddress address) {
    return allowed.stream().anyMatch(network -> network.has(address));
  }

  /// A network: the first bits of its addresses.
  record Network(InetAddress address, int bits) {
    static Network of(String text) {
      var parts = text.strip().split("/", 2);
      if (!parts[0].matches("[0-9.]+|[0-9a-fA-F:.]+")) {
        throw new IllegalArgumentException("a network is an address/bits, got: " + text);
      }
      try {
        var address = InetAddress.getByName(parts[0]);
        int all = address.getAddress().length * 8;
        int bits = parts.length == 2 ? Integer.parseInt(parts[1]) : all;
        if (bits < 0 || bits > all) {
          throw new IllegalArgumentException("a network has 0 to " + all + " bits, got: " + text);
        }
        return new Network(address, bits);
      } catch (UnknownHostException | NumberFormatException e) {
        throw new IllegalArgumentException("a network is an address/bits, got: " + text, e);
      }
    }

    boolean has(InetAddress other) {
      var own = address.getAddress();
      var bytes = other.getAddress();
      if (own.length != bytes.length) {
        return false;
      }
      int whole = bits / 8;
      int rest = bits % 8;
      return Arrays.equals(own, 0, whole, bytes, 0, whole)
          && (rest == 0
              || (own[whole] & 0xFF) >>> (8 - rest) == (bytes[whole] & 0xFF) >>> (8 - rest));
    }
  }
}
