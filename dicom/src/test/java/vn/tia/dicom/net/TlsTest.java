package vn.tia.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import vn.tia.dicom.data.Bytes;

/// Associations over TLS (PS3.15 annex B.12).
class TlsTest {
  @TempDir private static Path folder;
  private static TlsKeys known;
  private static TlsKeys stranger;

  /// What the listener of a server heard.
  private final List<String> heard = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void makeKeys() throws Exception {
    known = TlsKeys.make(folder, "known");
    stranger = TlsKeys.make(folder, "stranger");
  }

  private AssociationServer start(Tls tls) throws IOException {
    return AssociationServer.start(
        TestServers.impatient().withTls(tls),
        AssociationPolicy.anyone(),
        List.of(),
        (_, why) -> heard.add(why));
  }

  private AssociationServer start(Tls.PeerCertificate peer) throws Exception {
    return start(new Tls(known.trusting(known), peer));
  }

  private static ClientSettings client(AssociationServer server, SSLContext context) {
    return client(server, new Tls(context, Tls.PeerCertificate.NOT_WANTED));
  }

  private static ClientSettings client(AssociationServer server, Tls tls) {
    return TestServers.client(server).propose(RawPeer.VERIFICATION).withTls(tls);
  }

  private static void echoes(ClientSettings settings) throws IOException {
    try (var association = Association.open(settings)) {
      assertThat(association.echo()).isEqualTo(Status.SUCCESS);
    }
  }

  @ParameterizedTest
  @EnumSource(TlsProfile.class)
  void echoesByEveryProfile(TlsProfile profile) throws Exception {
    var tls = new Tls(known.trusting(known), Tls.PeerCertificate.REQUIRED).withProfile(profile);
    try (var server = start(tls)) {
      echoes(client(server, tls));
    }
  }

  @ParameterizedTest
  @EnumSource(TlsProfile.class)
  void speaksNoProfileWithoutForwardSecrecyOrWithOldTls(TlsProfile profile) throws Exception {
    assertThat(profile.protocols()).containsExactly("TLSv1.3", "TLSv1.2");
    assertThat(profile.cipherSuites())
        .allMatch(s -> s.matches("TLS_(AES|CHACHA20)_.*|TLS_(ECDHE|DHE)_.*(GCM|POLY1305)_SHA.*"));
    var supported = SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites();
    assertThat(Arrays.asList(supported)).containsAll(profile.cipherSuites());
  }

  @Test
  void refusesAServerThatItDoesNotTrust() throws Exception {
    try (var server = start(Tls.PeerCertificate.NOT_WANTED)) {
      assertThatThrownBy(() -> Association.open(client(server, stranger.trusting(stranger))))
          .isInstanceOf(SSLException.class);
      echoes(client(server, known.trusting(known)));
    }
  }

  @Test
  void refusesAnExpiredServer() throws Exception {
    TlsKeys old = TlsKeys.make(folder, "old", "-startdate", "-10d", "-validity", "2");
    var tls = new Tls(old.trusting(old), Tls.PeerCertificate.NOT_WANTED);
    try (var server = start(tls)) {
      assertThatThrownBy(() -> Association.open(client(server, tls)))
          .isInstanceOf(SSLHandshakeException.class)
          .hasMessage("the certificate of the peer is not valid now");
    }
  }

  @Test
  void refusesAnExpiredClient() throws Exception {
    TlsKeys old = TlsKeys.make(folder, "old-client", "-startdate", "-10d", "-validity", "2");
    try (var server =
        start(new Tls(known.trusting(known, old), Tls.PeerCertificate.REQUIRED))) {
      isRefused(server, old.trusting(known));
    }
  }

  @Test
  void refusesAClientThatItDoesNotTrust() throws Exception {
    try (var server = start(Tls.PeerCertificate.REQUIRED)) {
      isRefused(server, stranger.trustingEverybody());

      echoes(client(server, known.trusting(known)));
    }
  }

  private void isRefused(AssociationServer server, SSLContext context) {
    assertThatThrownBy(() -> Association.open(client(server, context)))
        .isInstanceOf(IOException.class);

    TestServers.eventually(() -> heard.size() == 1);
    assertThat(heard).containsExactly("closed, the TLS handshake failed: SSLHandshakeException");
    assertThat(server.associations()).isZero();
  }

  @Test
  void asksForACertificateThatItCanDoWithout() throws Exception {
    SSLContext nameless = SSLContext.getInstance("TLS");
    nameless.init(null, TrustEverybody.MANAGERS, null);
    try (var server = start(Tls.PeerCertificate.WANTED)) {
      echoes(client(server, nameless));
      echoes(client(server, known.trusting(known)));
      isRefused(server, stranger.trustingEverybody());
    }
    heard.clear();
    try (var server = start(Tls.PeerCertificate.REQUIRED)) {
      isRefused(server, nameless);
    }
  }

  @Test
  void checksTheNameInTheServersCertificateWhereItShould() throws Exception {
    TlsKeys elsewhere = TlsKeys.make(folder, "elsewhere", "-ext", "san=dns:pacs.example");
    var right = new Tls(known.trusting(known), Tls.PeerCertificate.NOT_WANTED);
    var wrong = new Tls(elsewhere.trusting(elsewhere), Tls.PeerCertificate.NOT_WANTED);
    try (var server = start(right);
        var other = start(wrong)) {
      echoes(client(server, right.checkingHostname()));
      echoes(client(other, wrong));
      assertThatThrownBy(() -> Association.open(client(other, wrong.checkingHostname())))
          .isInstanceOf(SSLHandshakeException.class);
    }
  }

  @Test
  void closesOnClearTextAndOnSilence() throws Exception {
    try (var server = start(Tls.PeerCertificate.NOT_WANTED);
        var silent = RawPeer.to(server);
        var clear = RawPeer.to(server).send(RawPeer.request())) {
      long start = System.nanoTime();

      assertThat(clear.firstByte()).as("a TLS alert").isEqualTo(0x15);
      assertThat(silent.isClosedByServer()).isTrue();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
      echoes(client(server, known.trusting(known)));
    }
  }

  /// Hellos of TLS 1.0 with ECDHE-RSA-AES128-SHA, and of TLS 1.2 with RSA-NULL-SHA256 only.
  @ParameterizedTest
  @CsvSource({
    "0301, C013, 46, protocol version",
    "0302, C013, 46, protocol version",
    "0303, 003B, 28, handshake failure",
    "0303, 0005, 28, handshake failure"
  })
  void answersOldVersionsAndWeakCiphersByAnAlert(
      String version, String suite, String alert, String what) throws Exception {
    Bytes hello =
        Bytes.hex(
            "16 0301 002D 01 000029"
                + version
                + "00".repeat(32) // random
                + "00 0002" // no session, one suite
                + suite
                + "01 00"); // no compression
    try (var server = start(Tls.PeerCertificate.NOT_WANTED);
        var peer = RawPeer.to(server)) {
      assertThat(peer.send(hello).receive(7).toHex())
          .as(what)
          .matches("15030[1-3]000202" + alert);
      assertThat(peer.isClosedByServer()).isTrue();
      TestServers.eventually(() -> !heard.isEmpty());
      assertThat(heard)
          .containsExactly("closed, the TLS handshake failed: SSLHandshakeException");
    }
  }

  @Test
  void abortsATlsHelloOnAPortWithoutTls() throws Exception {
    try (var server = TestServers.start(TestServers.impatient())) {
      assertThatThrownBy(() -> Association.open(client(server, known.trusting(known))))
          .isInstanceOf(SSLException.class);
      TestServers.isUnharmed(server);
    }
  }
}
