package vn.tia.bridge.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A key and the certificate that it signs itself: PEM files for tools, a key store for us.
public record TestIdentity(Path key, Path certificate, KeyStore store) {

  private static final String PASSWORD = "only-for-this-test";

  /// A new one; the test is skipped where OpenSSL is not installed.
  public static TestIdentity make(Path directory, String name)
      throws IOException, InterruptedException, GeneralSecurityException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")), "openssl is not installed");
    var key = directory.resolve(name + ".key");
    var certificate = directory.resolve(name + ".pem");
    var packed = directory.resolve(name + ".p12");
    run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
        "/CN=" + name, "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key.toString(),
        "-out", certificate.toString());
    run("openssl", "pkcs12", "-export", "-inkey", key.toString(), "-in", certificate.toString(),
        "-name", name, "-out", packed.toString(), "-passout", "pass:" + PASSWORD);
    var store = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(packed)) {
      store.load(in, PASSWORD.toCharArray());
    }
    return new TestIdentity(key, certificate, store);
  }

  /// A context that shows this certificate and trusts those of others.
  public SSLContext trusting(TestIdentity... others) throws IOException, GeneralSecurityException {
    var trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    for (var other : others) {
      var alias = other.store().aliases().nextElement();
      trusted.setCertificateEntry(alias, other.store().getCertificate(alias));
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD.toCharArray());
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private static void run(String... command) throws IOException, InterruptedException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(Arrays.toString(command) + said).isZero();
  }
}
