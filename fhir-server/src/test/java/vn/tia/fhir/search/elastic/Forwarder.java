package vn.tia.fhir.search.elastic;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A port on loopback that leads to another one, until the line is cut.
public final class Forwarder implements AutoCloseable {
  private final int target;
  private final int port;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private ServerSocket listener;

  /// A line to that port of this machine.
  public Forwarder(int target) {
    this.target = target;
    listener = listen(0);
    port = listener.getLocalPort();
  }

  public int port() {
    return port;
  }

  /// Ends all connections, and takes no more.
  public synchronized void cut() {
    try {
      listener.close();
      for (var socket : open) {
        socket.close();
      }
      open.clear();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Takes connections again.
  public synchronized void mend() {
    listener = listen(port);
  }

  private ServerSocket listen(int number) {
    try {
      var made = new ServerSocket();
      made.setReuseAddress(true);
      made.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), number));
      Thread.ofVirtual().start(() -> accept(made));
      return made;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void accept(ServerSocket from) {
    try {
      while (true) {
        var one = from.accept();
        open.add(one);
        var other = new Socket(InetAddress.getLoopbackAddress(), target);
        open.add(other);
        Thread.ofVirtual().start(() -> copy(one, other));
        Thread.ofVirtual().start(() -> copy(other, one));
      }
    } catch (SocketException _) {
      // The line was cut.
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void copy(Socket from, Socket to) {
    try (from; to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException _) {
      // The line was cut, or an end hung up: both sockets are closed.
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  @Override
  public void close() {
    cut();
  }
}
