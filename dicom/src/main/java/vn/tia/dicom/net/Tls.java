package vn.tia.dicom.net;

import javax.net.ssl.SSLContext;

/// TLS 1.2 and 1.3 on an association, as BCP 195 and PS3.15 annex B.12 want.
///
/// @param context the keys and the certificates trusted
/// @param peer whether a server wants a certificate of its peer; a client always checks the
///     server's certificate against `context`
public record Tls(SSLContext context, PeerCertificate peer) {

  /// What a server wants of its peer.
  public enum PeerCertificate {
    NOT_WANTED,
    REQUIRED
  }

  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  static String[] protocols() {
    return PROTOCOLS.clone();
  }
}
