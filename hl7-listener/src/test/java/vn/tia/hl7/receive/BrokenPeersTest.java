package vn.tia.hl7.receive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Peers that break the framing leave an audit row each, without a byte of what they sent.
@Timeout(120)
class BrokenPeersTest {
  private static final String ORDER = "MSH|^~\\&|HIS|BV01|TIA|BV01|2026||ADT^A31|M-1|P|2.5\r"
      + "PID|1||0012345^^^BV01^MR||ĐẶNG^HƯỜNG\r";

  @Test
  void leaveARowOfWhatWasWrong() throws Exception {
    try (var listener = Listener.byTheBook()) {
      send(listener, "GET / HTTP/1.1\r\n\r\n");
      send(listener, "\u000B" + ORDER + "\u000B" + ORDER + "\u001C\r");
      send(listener, "\u000B" + ORDER + "\u001C\n");
      send(listener, "\u000B" + ORDER.substring(0, 60));

      assertThat(rows(listener)).containsExactlyInAnyOrder(
          "127.0.0.1 connection MLLP: expected VT (0x0B) before a message, got 0x47",
          "127.0.0.1 connection MLLP: a second VT after 94 bytes of a block",
          "127.0.0.1 connection MLLP: expected CR (0x0D) after FS and 94 bytes, got 0x0A",
          "127.0.0.1 connection MLLP: the stream ended 60 bytes into a block");
      assertThat(listener.count("hl7_message")).isZero();
    }
  }

  @Test
  void leaveNoneWhereTheyOnlyHangUp() throws Exception {
    try (var listener = Listener.byTheBook()) {
      send(listener, "\r\n");
      assertThat(listener.send(ORDER.getBytes(UTF_8))).asString(UTF_8).contains("MSA|AA|M-1");

      assertThat(rows(listener)).isEmpty();
    }
  }

  private static List<String> rows(Listener listener) {
    return listener.texts("SELECT caller || ' ' || action || ' ' || target || ': ' || outcome"
        + " FROM audit WHERE door = 'HL7' AND action = 'connection'");
  }

  /// Sends, and waits until the listener has closed the connection.
  private static void send(Listener listener, String text) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), listener.server.port())) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(text.getBytes(UTF_8));
      socket.shutdownOutput();
      assertThat(socket.getInputStream().readAllBytes()).isEmpty();
    }
  }
}
