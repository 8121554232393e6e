package vn.tia.dicom.tool;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import vn.tia.dicom.net.Tls;

/// Makes TLS of the stores that the command line names: certificates to trust, a key of our own.
final class TlsStores {
  private static final Option TLS =
      Option.flag("--tls", "speak TLS 1.2 or 1.3");
  private static final Option TRUST =
      Option.value("--tls-trust", "FILE", "whom to trust: PEM certificates or a PKCS#12 store");
  private static final Option KEY =
      Option.value("--tls-key", "FILE", "our key and certificate: a PKCS#12 store");
  private static final Option PASSWORD =
      Option.value("--tls-password", "FILE", "a file with the password of the stores");

  private TlsStores() {}

  static List<Option> options() {
    return List.of(TLS, TRUST, KEY, PASSWORD);
  }

  /// What a client speaks: nothing without `--tls`. Without `--tls-trust`, the JDK's authorities
  /// are trusted, which vouch for names: so the device's name must be in its certificate.
  static Optional<Tls> client(Arguments arguments) throws IOException, UsageException {
    Optional<Tls> tls = tls(arguments, Tls.PeerCertificate.NOT_WANTED);
    return arguments.has(TRUST) ? tls : tls.map(Tls::checkingHostname);
  }

  /// What a server speaks: with `--tls-trust`, only to peers whose certificate is trusted.
  static Optional<Tls> server(Arguments arguments) throws IOException, UsageException {
    if (arguments.has(TLS) && !arguments.has(KEY)) {
      throw new UsageException("a server that speaks TLS needs --tls-key.");
    }
    return tls(arguments, arguments.has(TRUST)
        ? Tls.PeerCertificate.REQUIRED : Tls.PeerCertificate.NOT_WANTED);
  }

  private static Optional<Tls> tls(Arguments arguments, Tls.PeerCertificate peer)
      throws IOException, UsageException {
    boolean hasStores = arguments.has(TRUST) || arguments.has(KEY) || arguments.has(PASSWORD);
    if (!arguments.has(TLS)) {
      if (hasStores) {
        throw new UsageException("stores of certificates are for --tls only.");
      }
      return Optional.empty();
    }
    char[] password = arguments.has(PASSWORD)
        ? Files.readString(Path.of(arguments.value(PASSWORD).orElseThrow())).strip().toCharArray()
        : new char[0];
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(arguments, password), trust(arguments, password), null);
      return Optional.of(new Tls(context, peer));
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS can't be set up: " + e.getMessage(), e);
    }
  }

  private static KeyManager[] keys(Arguments arguments, char[] password)
      throws IOException, GeneralSecurityException {
    if (!arguments.has(KEY)) {
      return new KeyManager[0];
    }
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store(Path.of(arguments.value(KEY).orElseThrow()), password), password);
    return keys.getKeyManagers();
  }

  private static TrustManager[] trust(Arguments arguments, char[] password)
      throws IOException, GeneralSecurityException {
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    if (arguments.has(TRUST)) {
      Path file = Path.of(arguments.value(TRUST).orElseThrow());
      trust.init(isPem(file) ? certificates(file) : store(file, password));
    } else {
      trust.init((KeyStore) null);
    }
    return trust.getTrustManagers();
  }

  private static boolean isPem(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    return new String(bytes, StandardCharsets.ISO_8859_1).contains("-----BEGIN CERTIFICATE-----");
  }

  private static KeyStore certificates(Path file) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream in = Files.newInputStream(file)) {
      int count = 0;
      for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("certificate-" + count++, one);
      }
    }
    return store;
  }

  private static KeyStore store(Path file, char[] password)
      throws IOException, GeneralSecurityException {
    return KeyStore.getInstance(new File(file.toString()), password);
  }
}
