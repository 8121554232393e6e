package vn.tia.dicom.net;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// Puts TLS on connections that are made.
final class TlsSockets {
  private TlsSockets() {}

  static SSLSocket accepted(Socket raw, Tls tls, Duration time) throws IOException {
    var socket =
        (SSLSocket) tls.context().getSocketFactory().createSocket(raw, null, true);
    socket.setUseClientMode(false);
    SSLParameters parameters = parameters(socket);
    parameters.setNeedClientAuth(tls.peer() == Tls.PeerCertificate.REQUIRED);
    socket.setSSLParameters(parameters);
    return shakeHands(socket, raw, time);
  }

  static SSLSocket connected(Socket raw, Tls tls, Duration time) throws IOException {
    var socket =
        (SSLSocket)
            tls.context()
                .getSocketFactory()
                .createSocket(raw, raw.getInetAddress().getHostAddress(), raw.getPort(), true);
    socket.setUseClientMode(true);
    socket.setSSLParameters(parameters(socket));
    return shakeHands(socket, raw, time);
  }

  private static SSLParameters parameters(SSLSocket socket) {
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setProtocols(Tls.protocols());
    return parameters;
  }

  private static SSLSocket shakeHands(SSLSocket socket, Socket raw, Duration time)
      throws IOException {
    Watchdog.guard(raw, time);
    try {
      socket.startHandshake();
      return socket;
    } finally {
      Watchdog.release(raw);
    }
  }
}
