package vn.tia.dicom.tool;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import vn.tia.dicom.net.AssociationPolicy;
import vn.tia.dicom.net.AssociationServer;
import vn.tia.dicom.net.DimseService;
import vn.tia.dicom.net.NetworkLimits;
import vn.tia.dicom.net.NetworkTimeouts;
import vn.tia.dicom.net.ServerSettings;

/// The acceptor that a tool runs: where it listens, and how it ends.
final class Acceptor implements AutoCloseable {
  static final Option PORT =
      Option.value("--port", "N", "the port to listen on; 0 takes a free one (11113)");
  static final Option BIND =
      Option.value("--bind", "ADDRESS", "the address to listen on (all of this machine)");

  private static final int PORT_DEFAULT = 11_113;
  private static final Duration RELEASE_TIME = Duration.ofSeconds(5);
  private static final Duration CLOSE_TIME = Duration.ofSeconds(3);

  private final AssociationServer server;

  private Acceptor(AssociationServer server) {
    this.server = server;
  }

  static List<Option> options() {
    return List.of(PORT, BIND);
  }

  /// An acceptor that is called by this title only, and lets everybody in.
  static Acceptor start(String title, Arguments arguments, DimseService service)
      throws IOException, UsageException {
    return start(Set.of(title), AssociationPolicy.anyone(), arguments, service);
  }

  /// An acceptor that is called by these titles, none for any.
  static Acceptor start(
      Set<String> titles, AssociationPolicy policy, Arguments arguments, DimseService service)
      throws IOException, UsageException {
    InetSocketAddress address = address(arguments);
    var settings = new ServerSettings(address, titles, NetworkLimits.DEFAULT,
        NetworkTimeouts.DEFAULT.withClose(CLOSE_TIME), TlsStores.server(arguments));
    try {
      return new Acceptor(AssociationServer.start(settings, policy, List.of(service)));
    } catch (BindException e) {
      throw new IOException("port %d can't be listened on: %s (--port, --bind).".formatted(
          address.getPort(), e.getMessage()), e);
    }
  }

  private static InetSocketAddress address(Arguments arguments) throws UsageException {
    int port = arguments.number(PORT, 0, 0xFFFF).orElse(PORT_DEFAULT);
    var address = arguments.has(BIND)
        ? new InetSocketAddress(arguments.value(BIND).orElseThrow(), port)
        : new InetSocketAddress(port);
    if (address.isUnresolved()) {
      throw new UsageException("--bind is an address of this machine.");
    }
    return address;
  }

  int port() {
    return server.port();
  }

  /// Gives the peers a moment to release what they opened, before it is aborted.
  @Override
  public void close() throws IOException {
    long deadline = System.nanoTime() + RELEASE_TIME.toNanos();
    try (server) {
      while (server.associations() > 0 && System.nanoTime() < deadline) {
        Thread.sleep(10);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
