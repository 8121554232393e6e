package vn.tia.hl7.mllp;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Listens for MLLP connections and gives each its own virtual thread.
///
/// Thread-safe. A slot is taken before `accept`, so a flood of peers waits in the backlog and
/// costs nothing here.
public final class MllpServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MllpServer.class);
  private static final int BACKLOG = 200;

  private final MllpServerSettings settings;
  private final MllpHandler handler;
  private final ServerSocket socket;
  private final Semaphore slots;
  private final Set<MllpConnection> connections = ConcurrentHashMap.newKeySet();
  private volatile boolean closing;

  private MllpServer(MllpServerSettings settings, MllpHandler handler) throws IOException {
    this.settings = settings;
    this.handler = handler;
    this.slots = new Semaphore(settings.connectionsMax());
    this.socket = new ServerSocket();
    try {
      socket.setReuseAddress(true);
      socket.bind(settings.address(), BACKLOG);
    } catch (IOException e) {
      socket.close();
      throw new IOException("can't listen on " + settings.address() + ": " + e.getMessage(), e);
    }
  }

  /// Starts to listen; messages may arrive before this returns.
  public static MllpServer start(MllpServerSettings settings, MllpHandler handler)
      throws IOException {
    var server = new MllpServer(settings, handler);
    Thread.ofPlatform().name("mllp-accept").daemon().start(server::acceptAll);
    return server;
  }

  /// The port that is listened on.
  public int port() {
    return socket.getLocalPort();
  }

  /// How many peers are connected now.
  public int connections() {
    return connections.size();
  }

  /// Stops: no new peers, silent ones are closed, messages in work are answered first.
  @Override
  public void close() throws IOException {
    closing = true;
    socket.close();
    long until = System.nanoTime() + settings.closeTime().toNanos();
    for (MllpConnection connection : connections) {
      connection.closeAfterAnswer(until - System.nanoTime());
    }
  }

  private void acceptAll() {
    while (!closing) {
      slots.acquireUninterruptibly();
      try {
        serve(socket.accept());
      } catch (IOException e) {
        slots.release();
        if (!closing) {
          LOG.warn("MLLP accept failed, trying again: {}", e.getMessage());
          pause();
        }
      }
    }
  }

  private void serve(Socket peer) {
    var connection = new MllpConnection(peer, settings, handler);
    connections.add(connection);
    Thread.ofVirtual().name("mllp-" + peer.getPort()).start(() -> {
      try {
        connection.serve();
      } finally {
        connections.remove(connection);
        slots.release();
      }
    });
    if (closing) {
      // It came while we close; its message may be in work already.
      connection.closeAfterAnswer(settings.closeTime().toNanos());
    }
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
