package vn.tia.dicom.tool;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import vn.tia.dicom.net.Association;
import vn.tia.dicom.net.ClientSettings;
import vn.tia.dicom.net.DimseService;
import vn.tia.dicom.net.NetworkTimeouts;

/// Whom a tool calls, and how: the options that all tools share which open an association.
final class Peer {
  /// How operands name a peer.
  static final String OPERAND = "HOST:PORT";

  private static final Option CALLING =
      Option.value("--calling", "AE", "our AE title (TIA_TOOL)");
  private static final Option CALLED =
      Option.value("--called", "AE", "the AE title of the peer (ANY-SCP)");
  private static final Option CONNECT_TIMEOUT =
      Option.value("--connect-timeout", "SECONDS", "how long to wait for a connection (10)");
  private static final Option TIMEOUT =
      Option.value("--timeout", "SECONDS", "how long to wait for each answer (120)");
  private static final int SECONDS_MAX = 86_400;
  private static final int AE_CHARS_MAX = 16;

  private Peer() {}

  /// A tool's own options, then those of every tool that calls a peer.
  static List<Option> and(Option... own) {
    var all = new ArrayList<>(List.of(own));
    all.addAll(List.of(CALLING, CALLED, CONNECT_TIMEOUT, TIMEOUT));
    all.addAll(TlsStores.options());
    return all;
  }

  /// The call that an operand and the options describe, with nothing proposed yet.
  static ClientSettings settings(String operand, Arguments arguments)
      throws IOException, UsageException {
    var settings = ClientSettings.to(address(operand), calling(arguments),
            title(CALLED, arguments.value(CALLED).orElse("ANY-SCP")))
        .withTimeouts(timeouts(arguments));
    var tls = TlsStores.client(arguments);
    return tls.isPresent() ? settings.withTls(tls.get()) : settings;
  }

  /// Our own AE title.
  static String calling(Arguments arguments) throws UsageException {
    return title(CALLING, arguments.value(CALLING).orElse("TIA_TOOL"));
  }

  /// Opens the association, with what the peer may ask of us on it.
  ///
  /// @throws UnknownHostException if the peer's name leads to no address
  static Association open(ClientSettings settings, DimseService... services)
      throws IOException {
    if (settings.address().isUnresolved()) {
      throw new UnknownHostException(settings.address().getHostString());
    }
    return Association.open(settings, services);
  }

  /// An AE title as PS3.5 table 6.2-1 lets it be.
  static String title(Option option, String title) throws UsageException {
    String bare = title.strip();
    boolean isPlain = bare.chars().allMatch(c -> c >= 0x20 && c < 0x7F && c != '\\');
    if (bare.isEmpty() || bare.length() > AE_CHARS_MAX || !isPlain) {
      throw new UsageException(
          "%s is an AE title of 1 to 16 ASCII characters, got '%s'.".formatted(option, title));
    }
    return bare;
  }

  private static InetSocketAddress address(String operand) throws UsageException {
    int colon = operand.lastIndexOf(':');
    String host = colon < 0 ? "" : operand.substring(0, colon).replaceAll("[\\[\\]]", "");
    try {
      int port = Integer.parseInt(operand.substring(colon + 1));
      if (!host.isEmpty() && port > 0 && port <= 0xFFFF) {
        return new InetSocketAddress(host, port);
      }
    } catch (NumberFormatException _) {
      // The sentence below serves both.
    }
    throw new UsageException(
        "a peer is %s such as 10.1.2.3:11112, got '%s'.".formatted(OPERAND, operand));
  }

  private static NetworkTimeouts timeouts(Arguments arguments) throws UsageException {
    var usual = NetworkTimeouts.DEFAULT;
    Duration connect = arguments.number(CONNECT_TIMEOUT, 1, SECONDS_MAX)
        .map(Duration::ofSeconds).orElse(usual.connect());
    Duration response = arguments.number(TIMEOUT, 1, SECONDS_MAX)
        .map(Duration::ofSeconds).orElse(usual.response());
    return new NetworkTimeouts(connect, usual.artim(), usual.idle(), usual.pdu(), usual.write(),
        response, usual.close());
  }
}
