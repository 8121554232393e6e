package vn.tia.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.dicom.testkit.Dcmtk;

/// Associations over TLS (PS3.15 annex B.12).
class TlsTest {
  private static final char[] PASSWORD = "only-for-this-test".toCharArray();
  @TempDir private static Path folder;
  private static SSLContext known;
  private static SSLContext stranger;

  @BeforeAll
  static void makeKeys() throws Exception {
    known = context(keyStore("known"));
    stranger = context(keyStore("stranger"));
  }

  /// A store with one new key and the certificate that it signs itself.
  private static KeyStore keyStore(String name) throws Exception {
    Path file = folder.resolve(name + ".p12");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Process process =
        new ProcessBuilder(
                keytool, "-genkeypair", "-alias", name, "-keyalg", "EC", "-dname", "CN=" + name,
                "-ext", "san=ip:127.0.0.1", "-storetype", "PKCS12", "-keystore", file.toString(),
                "-storepass", new String(PASSWORD))
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(output).isZero();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    return store;
  }

  /// A context with this key, which trusts this key's certificate only.
  private static SSLContext context(KeyStore store) throws GeneralSecurityException {
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    String alias = store.aliases().nextElement();
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    try {
      trusted.load(null, null);
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
    trusted.setCertificateEntry(alias, store.getCertificate(alias));
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private static AssociationServer start(Tls.PeerCertificate peer) throws IOException {
    return TestServers.start(TestServers.settings().withTls(new Tls(known, peer)));
  }

  private static ClientSettings client(AssociationServer server, SSLContext context) {
    return TestServers.client(server)
        .propose(RawPeer.VERIFICATION)
        .withTls(new Tls(context, Tls.PeerCertificate.NOT_WANTED));
  }

  @Test
  void echoesOverTls() throws IOException {
    try (var server = start(Tls.PeerCertificate.REQUIRED);
        var association = Association.open(client(server, known))) {
      assertThat(association.echo()).isEqualTo(Status.SUCCESS);
    }
  }

  @Test
  void refusesAServerThatItDoesNotTrust() throws IOException {
    try (var server = start(Tls.PeerCertificate.NOT_WANTED)) {
      assertThatThrownBy(() -> Association.open(client(server, stranger)))
          .isInstanceOf(SSLException.class);
    }
  }

  @Test
  void refusesAClientThatItDoesNotTrust() throws Exception {
    KeyStore foreign = keyStore("foreign");
    try (var server = start(Tls.PeerCertificate.REQUIRED)) {
      SSLContext trusting = SSLContext.getInstance("TLS");
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(foreign, PASSWORD);
      trusting.init(keys.getKeyManagers(), TrustEverybody.MANAGERS, null);

      assertThatThrownBy(() -> Association.open(client(server, trusting)))
          .isInstanceOf(IOException.class);
      assertThat(server.associations()).isZero();
      try (var association = Association.open(client(server, known))) {
        assertThat(association.echo()).isEqualTo(Status.SUCCESS);
      }
    }
  }

  @Test
  void closesOnClearTextAndOnSilence() throws Exception {
    var settings =
        TestServers.impatient().withTls(new Tls(known, Tls.PeerCertificate.NOT_WANTED));
    try (var server = TestServers.start(settings);
        var silent = RawPeer.to(server);
        var clear = RawPeer.to(server).send(RawPeer.request())) {
      long start = System.nanoTime();

      assertThat(clear.firstByte()).as("a TLS alert").isEqualTo(0x15);
      assertThat(silent.isClosedByServer()).isTrue();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    }
  }

  @Test
  void answersEchoscuOverTls() throws Exception {
    try (var server = start(Tls.PeerCertificate.NOT_WANTED)) {
      Dcmtk.run(
              "echoscu", "-v", "+tla", "-ic", "-aec", "TIA", "127.0.0.1",
              Integer.toString(server.port()))
          .isSuccess();
    }
  }
}
