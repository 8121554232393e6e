package vn.tia.hl7.mllp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A key with its certificate, made for a test.
public final class TestKeys {
  private static final char[] PASSWORD = "for this test".toCharArray();

  private final KeyStore keys;

  private TestKeys(KeyStore keys) {
    this.keys = keys;
  }

  /// A key of this machine: its certificate names localhost and 127.0.0.1.
  public static TestKeys ofLocalhost(Path folder) throws Exception {
    return make(folder.resolve("localhost.p12"), "CN=localhost", "san=dns:localhost,ip:127.0.0.1");
  }

  /// A key of another machine.
  public static TestKeys ofAnother(Path folder) throws Exception {
    return make(folder.resolve("another.p12"), "CN=another", "san=dns:another.example");
  }

  private static TestKeys make(Path store, String name, String names) throws Exception {
    var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    int code = new ProcessBuilder(keytool, "-genkeypair", "-alias", "tia", "-keyalg", "EC",
        "-dname", name, "-ext", names, "-validity", "2", "-storetype", "PKCS12",
        "-keystore", store.toString(), "-storepass", new String(PASSWORD))
        .inheritIO().start().waitFor();
    if (code != 0) {
      throw new IOException("keytool ended with " + code);
    }
    var keys = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    return new TestKeys(keys);
  }

  /// Shows the certificate, and trusts that of another.
  public SSLContext trusting(TestKeys other) throws Exception {
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    return context(managers.getKeyManagers(), other);
  }

  /// Shows no certificate, and trusts this one.
  public SSLContext trustOnly() throws Exception {
    return context(new KeyManager[0], this);
  }

  private static SSLContext context(KeyManager[] shown, TestKeys trusted)
      throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("peer", trusted.keys.getCertificate("tia"));
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(shown, trust.getTrustManagers(), null);
    return context;
  }
}
