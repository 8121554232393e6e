package vn.tia.fhir.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.fhir.WholeTia;

/// What clients send that don't escape the bar of `system|code`, as curl.
@Timeout(180)
class BareBarTest {

  @Test
  void searchesByATokenWhoseBarIsNotEscaped(@TempDir Path data) throws IOException {
    try (var tia = WholeTia.start(data);
        var socket = new Socket(InetAddress.getLoopbackAddress(), tia.doors().httpPort())) {
      socket.getOutputStream().write(("GET /fhir/Patient?identifier=urn:his|1 HTTP/1.1\r\n"
          + "Host: localhost\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));

      var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(answer).startsWith("HTTP/1.1 200").contains("\"type\":\"searchset\"")
          .contains("identifier=urn%3Ahis%7C1");
    }
  }
}
