package vn.tia.fhir.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;
import vn.tia.bridge.store.StorageClasses;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.net.Association;
import vn.tia.dicom.net.AssociationPolicy;
import vn.tia.dicom.net.AssociationServer;
import vn.tia.dicom.net.ClientSettings;
import vn.tia.dicom.net.Status;
import vn.tia.dicom.net.Tls;

/// The DICOM door with the keys of a bundle that the settings name.
class DicomTlsTest {
  private static final String PASSWORD = "only-for-this-test";

  @TempDir private Path folder;

  @Test
  void speaksTlsOnlyWithTheBundleOfItsSettings() throws Exception {
    KeyStore store = keyStore();
    SslBundle bundle = SslBundle.of(SslStoreBundle.of(store, PASSWORD, store));
    var bundles = new DefaultSslBundleRegistry("dicom", bundle);
    var dicom =
        new TiaSettings.Dicom(
            InetAddress.getLoopbackAddress(),
            0,
            "TIA",
            5,
            10,
            StorageClasses.Unknown.REFUSED,
            Set.of(),
            Map.of(),
            Map.of(),
            "dicom",
            Tls.PeerCertificate.REQUIRED,
            List.of(),
            List.of());
    try (var server =
        AssociationServer.start(
            DicomConfiguration.server(dicom, bundles), AssociationPolicy.anyone(), List.of())) {
      var clear =
          ClientSettings.toLoopback(server.port(), "CT1", "TIA")
              .propose(Uids.VERIFICATION.value());

      assertThatThrownBy(() -> Association.open(clear)).isInstanceOf(IOException.class);
      var tls = new Tls(bundle.createSslContext(), Tls.PeerCertificate.NOT_WANTED);
      try (var association = Association.open(clear.withTls(tls))) {
        assertThat(association.echo()).isEqualTo(Status.SUCCESS);
      }
    }
  }

  private KeyStore keyStore() throws Exception {
    Path file = folder.resolve("key.p12");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Process process =
        new ProcessBuilder(
                keytool, "-genkeypair", "-alias", "key", "-keyalg", "EC", "-dname", "CN=key",
                "-storetype", "PKCS12", "-keystore", file.toString(), "-storepass", PASSWORD)
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(output).isZero();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    KeyStore both = KeyStore.getInstance("PKCS12");
    both.load(null, null);
    both.setKeyEntry(
        "key",
        store.getKey("key", PASSWORD.toCharArray()),
        PASSWORD.toCharArray(),
        store.getCertificateChain("key"));
    both.setCertificateEntry("trusted", store.getCertificate("key"));
    return both;
  }
}
