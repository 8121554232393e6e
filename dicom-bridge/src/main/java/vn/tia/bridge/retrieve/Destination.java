package vn.tia.bridge.retrieve;

import java.net.InetSocketAddress;
import java.util.Optional;
import vn.tia.dicom.net.ClientSettings;
import vn.tia.dicom.net.Tls;

/// An application entity that may be called: to send it instances, to tell it of them.
///
/// @param facility the code of the facility that it belongs to: only its own callers reach it
public record Destination(
    String aeTitle, String host, int port, String facility, Optional<Tls> tls) {

  public Destination {
    if (!aeTitle.matches("[ -\\[\\]-~]{1,16}") || aeTitle.isBlank()) {
      throw new IllegalArgumentException(
          "the AE title of a destination has 1 to 16 printable characters without \\");
    }
    if (host.isBlank() || port < 1 || port > 65_535) {
      throw new IllegalArgumentException(
          "the destination " + aeTitle + " needs a host and a port from 1 to 65535");
    }
    aeTitle = aeTitle.strip();
  }

  /// How it is called. The host is looked up at each call, since addresses change.
  public ClientSettings call(String ownAe) {
    var call = ClientSettings.to(new InetSocketAddress(host, port), ownAe, aeTitle);
    return tls.map(call::withTls).orElse(call);
  }
}
