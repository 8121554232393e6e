package vn.tia.dicom.net;

import javax.net.ssl.SSLContext;

/// TLS on an association.
///
/// @param context the keys and the certificates trusted
/// @param profile the versions and cipher suites spoken
/// @param peer whether a server wants a certificate of its peer; a client always checks the
///     server's certificate against `context`
/// @param hostname whether a client wants the server's certificate to name the host that it calls
public record Tls(
    SSLContext context, TlsProfile profile, PeerCertificate peer, Hostname hostname) {

  /// What a server wants of its peer. A certificate that is shown is always checked.
  public enum PeerCertificate {
    NOT_WANTED,
    WANTED,
    REQUIRED
  }

  /// What a client wants of the name in the server's certificate.
  public enum Hostname {
    NOT_CHECKED,
    CHECKED
  }

  /// TLS by BCP 195 (PS3.15 annex B.12), whatever name the server's certificate has: what counts
  /// in a hospital's network is who signed it.
  public Tls(SSLContext context, PeerCertificate peer) {
    this(context, TlsProfile.BCP_195, peer, Hostname.NOT_CHECKED);
  }

  /// The same by another profile.
  public Tls withProfile(TlsProfile profile) {
    return new Tls(context, profile, peer, hostname);
  }

  /// The same, wanting the server's certificate to name the host called (RFC 9525).
  public Tls checkingHostname() {
    return new Tls(context, profile, peer, Hostname.CHECKED);
  }
}
