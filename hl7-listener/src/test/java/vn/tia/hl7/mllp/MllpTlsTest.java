package vn.tia.hl7.mllp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class MllpTlsTest {

  private static final MllpHandler ECHO = (message, _) -> Optional.of(message);

  @TempDir
  private static Path folder;
  private static SSLContext withCertificate;
  private static SSLContext trustOnly;

  @BeforeAll
  static void makeCertificate() throws Exception {
    var keys = TestKeys.ofLocalhost(folder);
    withCertificate = keys.trusting(keys);
    trustOnly = keys.trustOnly();
  }

  private static MllpServer server(MllpTls.ClientCertificates clients) throws IOException {
    return MllpServer.start(MllpServerSettings.onLoopback(0)
        .with(MllpLimits.DEFAULT.withMessageTime(Duration.ofSeconds(6)))
        .with(new MllpTls(withCertificate, clients)), ECHO);
  }

  private static byte[] exchange(MllpServer server, SSLContext context) throws IOException {
    var settings = MllpClientSettings.to("localhost", server.port()).with(context);
    try (var client = MllpClient.connect(settings)) {
      return client.exchange("Đặng".getBytes(UTF_8));
    }
  }

  @Test
  void talksToAClientThatShowsACertificate() throws IOException {
    try (var server = server(MllpTls.ClientCertificates.REQUIRED)) {
      assertThat(exchange(server, withCertificate)).isEqualTo("Đặng".getBytes(UTF_8));
    }
  }

  @Test
  void refusesAClientWithoutCertificateWhereOneIsRequired() throws IOException {
    try (var server = server(MllpTls.ClientCertificates.REQUIRED)) {
      assertThatThrownBy(() -> exchange(server, trustOnly)).isInstanceOf(IOException.class);
    }
    try (var server = server(MllpTls.ClientCertificates.NOT_ASKED)) {
      assertThat(exchange(server, trustOnly)).isNotEmpty();
    }
  }

  @Test
  void answersNothingToClearTextAndEndsAStuckHandshake() throws IOException {
    try (var server = server(MllpTls.ClientCertificates.NOT_ASKED);
        var clear = new Socket(InetAddress.getLoopbackAddress(), server.port());
        var stuck = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      clear.setSoTimeout(10_000);
      clear.getOutputStream().write("\u000BMSH|^~\\&|\u001C\r".getBytes(UTF_8));
      byte[] answer = clear.getInputStream().readAllBytes();
      assertThat(new String(answer, UTF_8)).doesNotContain("MSH");

      stuck.setSoTimeout(10_000);
      stuck.getOutputStream().write(0x16);
      assertThat(stuck.getInputStream().readAllBytes()).isEmpty();
    }
  }
}
