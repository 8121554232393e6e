package vn.tia.hl7.mllp;

import javax.net.ssl.SSLContext;

/// How a server's connections are encrypted.
///
/// @param context holds the certificate to show and the certificates to trust
/// @param clients whether a client must show a certificate too (IHE ATNA asks for it)
public record MllpTls(SSLContext context, ClientCertificates clients) {

  /// What is asked from a client.
  public enum ClientCertificates { REQUIRED, NOT_ASKED }
}
