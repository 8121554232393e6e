package vn.tia.dicom.net;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLException;
import vn.tia.dicom.net.pdu.Abort;
import vn.tia.dicom.net.pdu.UserInformation;

/// Accepts associations and serves the operations on them, each association on a virtual thread of
/// its own.
///
/// A connection takes a permit before it is accepted, so that a flood waits in the backlog of the
/// operating system; it takes a slot only once its peer said who it is and was let in.
public final class AssociationServer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(AssociationServer.class.getName());
  private static final int BACKLOG = 128;

  private final ServerSocket listening;
  private final ServerSettings settings;
  private final AssociationPolicy policy;
  private final List<DimseService> services;
  private final AssociationListener listener;
  private final Semaphore connections;
  private final Slots slots;
  private final Work work = new Work();
  private final Thread accepting;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final Set<Wire> associated = ConcurrentHashMap.newKeySet();

  private AssociationServer(
      ServerSocket listening,
      ServerSettings settings,
      Offer offer) {
    this.listening = listening;
    this.settings = settings;
    this.policy = offer.policy();
    this.services = List.copyOf(offer.services());
    this.listener = offer.listener();
    this.connections = new Semaphore(settings.limits().connectionsMax());
    this.slots = new Slots(settings.limits());
    this.accepting =
        Thread.ofPlatform().name("dicom-accept-" + port()).unstarted(this::acceptAll);
  }

  /// What a server offers, to whom, and who hears of it.
  private record Offer(
      AssociationPolicy policy,
      List<? extends DimseService> services,
      AssociationListener listener) {}

  /// Starts a server that answers C-ECHO and offers these services to whom the policy lets in.
  ///
  /// Where two services serve one SOP class for the same operation, the first is asked.
  public static AssociationServer start(
      ServerSettings settings, AssociationPolicy policy, List<? extends DimseService> services)
      throws IOException {
    return start(settings, policy, services, AssociationListener.none());
  }

  /// Starts such a server, and tells a listener whom it turns away.
  public static AssociationServer start(
      ServerSettings settings,
      AssociationPolicy policy,
      List<? extends DimseService> services,
      AssociationListener listener)
      throws IOException {
    var listening = new ServerSocket();
    try {
      listening.setReuseAddress(true);
      listening.bind(settings.address(), BACKLOG);
    } catch (IOException e) {
      listening.close();
      throw e;
    }
    var offer = new Offer(policy, services, listener);
    var server = new AssociationServer(listening, settings, offer);
    server.accepting.start();
    return server;
  }

  /// The port that is listened on.
  public int port() {
    return listening.getLocalPort();
  }

  /// How many associations are open.
  public int associations() {
    return slots.taken();
  }

  private void acceptAll() {
    try {
      while (!listening.isClosed()) {
        connections.acquire();
        acceptOne();
      }
    } catch (InterruptedException _) {
      // The server closes while its connections are all taken.
    }
  }

  private void acceptOne() throws InterruptedException {
    try {
      Socket socket = listening.accept();
      sockets.add(socket);
      Thread.ofVirtual().name("dicom-" + socket.getPort()).start(() -> serve(socket));
    } catch (IOException e) {
      connections.release();
      if (!listening.isClosed()) {
        LOG.log(Level.WARNING, "a connection could not be accepted", e);
        // What is short, such as file descriptors, gets a moment to come back.
        Thread.sleep(100);
      }
    }
  }

  private void serve(Socket socket) {
    try (socket;
        var wire = Wire.accepted(socket, settings)) {
      new AcceptedAssociation(wire, this).run();
    } catch (SSLException e) {
      // Its message may quote the peer's certificate.
      String why = "closed, the TLS handshake failed: " + e.getClass().getSimpleName();
      LOG.log(Level.WARNING, "connection from {0}: {1}", socket.getRemoteSocketAddress(), why);
      turnedAway((InetSocketAddress) socket.getRemoteSocketAddress(), why);
    } catch (IOException e) {
      LOG.log(Level.INFO, "a connection ended before an association: {0}", e.getMessage());
    } finally {
      sockets.remove(socket);
      connections.release();
    }
  }

  ServerSettings settings() {
    return settings;
  }

  AssociationPolicy policy() {
    return policy;
  }

  /// The services as a requestor finds them that says this of itself.
  ServedClasses classes(UserInformation requestor) {
    return new ServedClasses(services, requestor.commonExtended());
  }

  void turnedAway(InetSocketAddress remote, String why) {
    try {
      listener.turnedAway(remote, why);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "the listener failed with {0}", Failures.describe(e));
    }
  }

  Slots slots() {
    return slots;
  }

  Work work() {
    return work;
  }

  Set<Wire> associated() {
    return associated;
  }

  /// Accepts nothing more, lets the running operations end within the time that the settings give
  /// them, then aborts what is left.
  @Override
  public void close() throws IOException {
    listening.close();
    accepting.interrupt();
    try {
      // An accept in flight keeps the port open; what it still took is closed below.
      accepting.join();
      work.stop(settings.timeouts().close());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    try (var aborts = Executors.newVirtualThreadPerTaskExecutor()) {
      associated.forEach(wire -> aborts.execute(() -> wire.tell(Abort.BY_USER)));
    }
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
