package vn.tia.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.tia.dicom.io.DicomFile;
import vn.tia.dicom.io.DicomHeader;
import vn.tia.dicom.testkit.Dcmtk;

/// DCMTK's tools over TLS, both ways, each side with a certificate that the other one checks.
class TlsDcmtkTest {
  @TempDir private static Path keys;
  private static TlsKeys ours;
  private static TlsKeys theirs;

  @TempDir private Path folder;
  private final KeepingStore store = new KeepingStore();

  @BeforeAll
  static void makeKeys() throws Exception {
    ours = TlsKeys.make(keys, "ours", "-keyalg", "RSA", "-keysize", "2048");
    theirs = TlsKeys.make(keys, "theirs", "-keyalg", "RSA", "-keysize", "2048");
  }

  private AssociationServer start() throws Exception {
    var tls = new Tls(ours.trusting(theirs), Tls.PeerCertificate.REQUIRED);
    return TestServers.start(TestServers.settings().withTls(tls), store);
  }

  /// The options with which a tool shows its certificate and trusts ours.
  private static List<String> tls(TlsKeys shown) throws Exception {
    return List.of(
        "+tls", shown.privateKey(keys).toString(), shown.certificate(keys).toString(),
        "+cf", ours.certificate(keys).toString());
  }

  private static String[] command(List<String> tls, String tool, String... rest) {
    var command = new java.util.ArrayList<String>(List.of(tool));
    command.addAll(tls);
    command.addAll(List.of(rest));
    return command.toArray(String[]::new);
  }

  @ParameterizedTest
  @ValueSource(strings = {"+py", "+px", "+pz"})
  void answersEchoscuByItsProfiles(String profile) throws Exception {
    try (var server = start()) {
      Dcmtk.run(
              command(
                  tls(theirs), "echoscu", profile, "-aec", "TIA", "127.0.0.1",
                  Integer.toString(server.port())))
          .isSuccess();
    }
  }

  @Test
  void refusesEchoscuWithoutACertificateThatItTrusts() throws Exception {
    TlsKeys stranger = TlsKeys.make(keys, "stranger", "-keyalg", "RSA", "-keysize", "2048");
    try (var server = start()) {
      String port = Integer.toString(server.port());
      var result =
          Dcmtk.run(command(tls(stranger), "echoscu", "-aec", "TIA", "127.0.0.1", port));
      var nameless =
          Dcmtk.run("echoscu", "+tla", "-ic", "-aec", "TIA", "127.0.0.1", port);
      var clear = Dcmtk.run("echoscu", "-aec", "TIA", "127.0.0.1", port);

      assertThat(List.of(result, nameless, clear)).allMatch(r -> r.exitCode() != 0);
    }
  }

  @Test
  void receivesFromStorescu() throws Exception {
    Path file = Dcmtk.file("MR_small_implicit.dcm");
    try (var server = start()) {
      Dcmtk.run(
              command(
                  tls(theirs), "storescu", "-xi", "--repeat", "5", "+II", "-aec", "TIA",
                  "127.0.0.1", Integer.toString(server.port()), file.toString()))
          .isSuccess();
      assertThat(store.datasets).hasSize(5);
    }
  }

  @Test
  void sendsToStorescpThatWantsACertificate() throws Exception {
    Path file = Dcmtk.file("CT_small.dcm");
    int port = freePort();
    Process storescp =
        Dcmtk.start(
            command(
                tls(theirs), "storescp", "--require-peer-cert", "-aet", "SCP", "-od",
                folder.toString(), Integer.toString(port)));
    try {
      DicomHeader header = DicomFile.readHeader(file);
      var tls = new Tls(ours.trusting(theirs), Tls.PeerCertificate.NOT_WANTED);
      var settings =
          ClientSettings.toLoopback(port, "CLIENT", "SCP")
              .propose(RawPeer.VERIFICATION)
              .propose(
                  header.meta().sopClass().orElseThrow(),
                  List.of(header.meta().syntax().uid().value()))
              .withTls(tls.checkingHostname());
      TestServers.eventually(() -> echoes(settings));
      try (var association = Association.open(settings)) {
        assertThat(association.store(file)).isEqualTo(Status.SUCCESS);
      }

      try (var files = Files.list(folder)) {
        assertThat(files).hasSize(1);
      }
    } finally {
      storescp.destroyForcibly().waitFor();
    }
  }

  private static boolean echoes(ClientSettings settings) {
    try (var association = Association.open(settings)) {
      return association.echo().isSuccess();
    } catch (IOException _) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
