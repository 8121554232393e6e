package vn.tia.bridge.retrieve;

import java.util.Optional;
import vn.tia.dicom.net.Tls;

/// An application entity that instances may be sent to.
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
}
