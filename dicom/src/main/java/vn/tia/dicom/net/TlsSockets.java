package vn.tia.dicom.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;

/// Puts TLS on connections that are made.
final class TlsSockets {
  private TlsSockets() {}

  static SSLSocket accepted(Socket raw, Tls tls, Duration time) throws IOException {
    var socket = (SSLSocket) tls.context().getSocketFactory().createSocket(raw, null, true);
    socket.setUseClientMode(false);
    SSLParameters parameters = parameters(socket, tls.profile());
    switch (tls.peer()) {
      case NOT_WANTED -> {}
      case WANTED -> parameters.setWantClientAuth(true);
      case REQUIRED -> parameters.setNeedClientAuth(true);
    }
    socket.setSSLParameters(parameters);
    return shakeHands(socket, raw, time);
  }

  /// The name that `address` was made from is the one that is checked, if one is.
  static SSLSocket connected(Socket raw, InetSocketAddress address, Tls tls, Duration time)
      throws IOException {
    var socket =
        (SSLSocket)
            tls.context()
                .getSocketFactory()
                .createSocket(raw, address.getHostString(), address.getPort(), true);
    socket.setUseClientMode(true);
    SSLParameters parameters = parameters(socket, tls.profile());
    if (tls.hostname() == Tls.Hostname.CHECKED) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    socket.setSSLParameters(parameters);
    return shakeHands(socket, raw, time);
  }

  private static SSLParameters parameters(SSLSocket socket, TlsProfile profile) {
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setProtocols(profile.protocols().toArray(String[]::new));
    parameters.setCipherSuites(profile.cipherSuites().toArray(String[]::new));
    parameters.setUseCipherSuitesOrder(true);
    return parameters;
  }

  private static SSLSocket shakeHands(SSLSocket socket, Socket raw, Duration time)
      throws IOException {
    Watchdog.guard(raw, time);
    try {
      socket.startHandshake();
      checkValidity(socket);
      return socket;
    } finally {
      Watchdog.release(raw);
    }
  }

  /// Of a certificate that is trusted by itself, not by who signed it, Java doesn't look at the
  /// dates.
  private static void checkValidity(SSLSocket socket) throws IOException {
    try {
      for (Certificate certificate : socket.getSession().getPeerCertificates()) {
        if (certificate instanceof X509Certificate x509) {
          x509.checkValidity();
        }
      }
    } catch (CertificateException _) {
      socket.close();
      throw new SSLHandshakeException("the certificate of the peer is not valid now");
    } catch (SSLPeerUnverifiedException _) {
      // None was wanted, or shown.
    }
  }
}
