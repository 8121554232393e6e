package vn.tia.dicom.net;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Closes sockets whose time is over: the only way to end a write that the peer never takes.
///
/// One for the whole program, with one thread that sleeps most of the time. A socket is looked at
/// every [#PERIOD], so it may live that much longer.
final class Watchdog {
  static final Duration PERIOD = Duration.ofMillis(250);

  private static final System.Logger LOG = System.getLogger(Watchdog.class.getName());
  private static final Map<Socket, Long> DEADLINES = new ConcurrentHashMap<>();

  static {
    Thread.ofPlatform().name("dicom-watchdog").daemon().start(Watchdog::watch);
  }

  private Watchdog() {}

  /// Closes the socket after this time, unless it is released before.
  static void guard(Socket socket, Duration time) {
    DEADLINES.put(socket, System.nanoTime() + time.toNanos());
  }

  static void release(Socket socket) {
    DEADLINES.remove(socket);
  }

  private static void watch() {
    while (true) {
      try {
        Thread.sleep(PERIOD);
      } catch (InterruptedException _) {
        return;
      }
      long now = System.nanoTime();
      DEADLINES.forEach(
          (socket, deadline) -> {
            if (now - deadline > 0 && DEADLINES.remove(socket, deadline)) {
              close(socket);
            }
          });
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
      LOG.log(Level.INFO, "closed a connection whose peer took too long");
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "a connection was gone before it was closed", e);
    }
  }
}
