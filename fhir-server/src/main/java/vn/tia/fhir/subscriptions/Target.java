package vn.tia.fhir.subscriptions;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/// The address of a receiver, taken apart: nothing of it is read twice in two ways.
///
/// @param host in lower case, an IPv6 address without brackets
/// @param path with the query, beginning with a slash
public record Target(boolean isTls, String host, int port, String path) {

  /// @throws BadSubscriptionException if it is no plain http or https address
  static Target of(String endpoint) {
    // What the parser would pass over: blanks, line breaks, backslashes, other letters than ASCII.
    if (!endpoint.matches("[!-~]+") || endpoint.contains("\\")) {
      throw new BadSubscriptionException("channel.endpoint has characters that no URL has");
    }
    try {
      var uri = new URI(endpoint);
      var scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      if (!scheme.equals("http") && !scheme.equals("https")) {
        throw new BadSubscriptionException("channel.endpoint begins with https:// or http://");
      }
      if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
        throw new BadSubscriptionException(
            "channel.endpoint has a user or a fragment; put credentials into channel.header");
      }
      if (uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > 65_535) {
        throw new BadSubscriptionException("channel.endpoint names no host and port");
      }
      if (isOddNumber(uri.getHost())) {
        throw new BadSubscriptionException(
            "channel.endpoint writes an address otherwise than as four decimal numbers");
      }
      boolean isTls = scheme.equals("https");
      var path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
      return new Target(isTls,
          uri.getHost().toLowerCase(Locale.ROOT).replaceAll("^\\[|]$", ""),
          uri.getPort() < 0 ? isTls ? 443 : 80 : uri.getPort(),
          uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery());
    } catch (URISyntaxException _) {
      throw new BadSubscriptionException("channel.endpoint is no URL");
    }
  }

  /// Whether a host is a number that some read as an address: `2130706433`, `0x7f.1`, `0177.0.0.1`
  /// (WHATWG URL section 3.5, "ends in a number").
  private static boolean isOddNumber(String host) {
    return !host.startsWith("[")
        && host.matches("(?i)(.*\\.)?(\\d+|0x[0-9a-f]*)\\.?")
        && !host.matches("((0|[1-9]\\d{0,2})\\.){3}(0|[1-9]\\d{0,2})");
  }

  /// The same receiver at a resource under it, as a FHIR server has it.
  Target at(String resource) {
    return new Target(isTls, host, port, path.replaceFirst("/$", "") + "/" + resource);
  }

  /// The value of the header `Host` (RFC 9110 section 7.2).
  String authority() {
    var name = host.contains(":") ? "[" + host + "]" : host;
    return port == (isTls ? 443 : 80) ? name : name + ":" + port;
  }
}
