package vn.tia.hl7.mllp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One peer of an [MllpServer]: reads a message, answers it, until one side has enough.
final class MllpConnection {

  private static final Logger LOG = LoggerFactory.getLogger(MllpConnection.class);

  private final Socket socket;
  private final MllpServerSettings settings;
  private final MllpHandler handler;
  /// Held from the arrival of a message until its answer is sent.
  private final ReentrantLock answering = new ReentrantLock();
  private volatile boolean closing;
  /// Whether the peer is in the middle of something: not silent between two messages.
  private boolean isBusy = true;

  MllpConnection(Socket socket, MllpServerSettings settings, MllpHandler handler) {
    this.socket = socket;
    this.settings = settings;
    this.handler = handler;
  }

  void serve() {
    MllpLimits limits = settings.limits();
    try (socket; var deadline = new Deadline(socket, limits.messageTime())) {
      try {
        socket.setTcpNoDelay(true);
        converse(deadline);
      } catch (IOException | RuntimeException e) {
        report(e, deadline);
      }
    } catch (IOException e) {
      LOG.debug("MLLP connection did not close cleanly: {}", e.getMessage());
    }
  }

  /// Closes at once where no message is in work, else after its answer or the time given.
  void closeAfterAnswer(long nanosMax) {
    closing = true;
    boolean idle = false;
    try {
      idle = answering.tryLock(Math.max(0, nanosMax), TimeUnit.NANOSECONDS);
      socket.close();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.debug("MLLP connection did not close cleanly: {}", e.getMessage());
    } finally {
      if (idle) {
        answering.unlock();
      }
    }
  }

  private void converse(Deadline deadline) throws IOException {
    MllpLimits limits = settings.limits();
    Socket wire = secured();
    var reader = new MllpReader(wire.getInputStream(), limits, time -> {
      isBusy = time.equals(limits.messageTime());
      deadline.within(time);
    });
    var writer = new MllpWriter(wire.getOutputStream());
    var remote = (InetSocketAddress) socket.getRemoteSocketAddress();
    Optional<byte[]> message = reader.read();
    while (message.isPresent() && answer(message.get(), remote, writer, deadline)) {
      message = reader.read();
    }
  }

  private boolean answer(
      byte[] message, InetSocketAddress remote, MllpWriter writer, Deadline deadline)
      throws IOException {
    answering.lock();
    try {
      // Our own work is bounded by the database's timeouts; the peer is not to blame for it.
      deadline.within(settings.limits().idleTime());
      Optional<List<byte[]>> answers = handler.answers(message, remote);
      if (answers.isEmpty()) {
        return false;
      }
      deadline.within(settings.limits().messageTime());
      for (byte[] answer : answers.get()) {
        writer.write(answer);
      }
      return !closing;
    } finally {
      answering.unlock();
    }
  }

  private Socket secured() throws IOException {
    if (settings.tls().isEmpty()) {
      return socket;
    }
    MllpTls tls = settings.tls().get();
    // Layered, so that the deadline can close the TCP socket under a stuck handshake.
    var secured = (SSLSocket) tls.context().getSocketFactory().createSocket(
        socket, socket.getInetAddress().getHostAddress(), socket.getPort(), true);
    secured.setUseClientMode(false);
    // BCP 195, as IHE ATNA wants it.
    secured.setEnabledProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    secured.setNeedClientAuth(tls.clients() == MllpTls.ClientCertificates.REQUIRED);
    secured.startHandshake();
    return secured;
  }

  private void report(Exception problem, Deadline deadline) {
    var remote = (InetSocketAddress) socket.getRemoteSocketAddress();
    if (deadline.expired()) {
      LOG.warn("MLLP peer {} closed: its time was over", remote);
      if (isBusy) {
        handler.broken(remote, "its time was over");
      }
      return;
    }
    if (closing) {
      return;
    }
    switch (problem) {
      case MllpException e -> broken(remote, String.valueOf(e.getMessage()));
      case SSLException _ -> broken(remote, "no TLS connection came about");
      case IOException e -> LOG.warn("MLLP peer {} closed: {}", remote, e.getMessage());
      // Its text may quote a message; only ours are known to be clean.
      default -> LOG.warn("MLLP peer {} closed: the handler failed with {}", remote,
          problem.getClass().getName());
    }
  }

  private void broken(InetSocketAddress remote, String why) {
    LOG.warn("MLLP peer {} closed: {}", remote, why);
    handler.broken(remote, why);
  }
}
