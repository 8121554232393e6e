package vn.tia.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/// A new key with the certificate that it signs itself, for one test.
record TlsKeys(String name, KeyStore store) {
  private static final char[] PASSWORD = "only-for-this-test".toCharArray();

  /// A key of the loopback address, made by `keytool` with these options more.
  static TlsKeys make(Path folder, String name, String... options) throws Exception {
    Path file = folder.resolve(name + ".p12");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(
        List.of(
            "-genkeypair", "-alias", name, "-dname", "CN=" + name, "-storetype", "PKCS12",
            "-keystore", file.toString(), "-storepass", new String(PASSWORD)));
    command.addAll(List.of(options));
    if (!command.contains("-keyalg")) {
      command.addAll(List.of("-keyalg", "EC"));
    }
    if (!command.contains("-ext")) {
      command.addAll(List.of("-ext", "san=ip:127.0.0.1,dns:localhost"));
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(output).isZero();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    return new TlsKeys(name, store);
  }

  /// A context with this key, which trusts the certificates of these.
  SSLContext trusting(TlsKeys... others) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    for (TlsKeys other : others) {
      trusted.setCertificateEntry(other.name, other.store.getCertificate(other.name));
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    return context(trust.getTrustManagers());
  }

  /// A context with this key, which asks nobody who he is.
  SSLContext trustingEverybody() throws Exception {
    return context(TrustEverybody.MANAGERS);
  }

  private SSLContext context(TrustManager[] trust) throws Exception {
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    var manager = (X509ExtendedKeyManager) keys.getKeyManagers()[0];
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(new KeyManager[] {new Showing(name, manager)}, trust, null);
    return context;
  }

  /// Shows its one certificate to whoever asks, whether he trusts it or not.
  private static final class Showing extends X509ExtendedKeyManager {
    private final String alias;
    private final X509ExtendedKeyManager keys;

    Showing(String alias, X509ExtendedKeyManager keys) {
      this.alias = alias;
      this.keys = keys;
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
      return new String[] {alias};
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
      return alias;
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
      return keys.getServerAliases(keyType, issuers);
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
      return keys.chooseServerAlias(keyType, issuers, socket);
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return keys.getCertificateChain(alias);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return keys.getPrivateKey(alias);
    }
  }

  /// The certificate as a PEM file.
  Path certificate(Path folder) throws Exception {
    return pem(folder, "CERTIFICATE", store.getCertificate(name).getEncoded());
  }

  /// The private key as a PEM file.
  Path privateKey(Path folder) throws Exception {
    return pem(folder, "PRIVATE KEY", store.getKey(name, PASSWORD).getEncoded());
  }

  private Path pem(Path folder, String what, byte[] bytes) throws Exception {
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    Path file = folder.resolve(name + "-" + what.replace(' ', '-') + ".pem");
    return Files.writeString(
        file, "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(what, lines, what));
  }
}
