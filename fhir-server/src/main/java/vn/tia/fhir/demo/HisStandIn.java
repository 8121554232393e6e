package vn.tia.fhir.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import vn.tia.hl7.mllp.MllpClient;
import vn.tia.hl7.mllp.MllpClientSettings;
import vn.tia.hl7.mllp.MllpServer;
import vn.tia.hl7.mllp.MllpServerSettings;

/// A hospital information system in small: sends orders, and receives reports.
public final class HisStandIn implements AutoCloseable {
  private final LinkedBlockingQueue<String> received = new LinkedBlockingQueue<>();
  private final MllpServer server;

  private HisStandIn(int port) throws IOException {
    server = MllpServer.start(MllpServerSettings.onLoopback(port), this::answer);
  }

  /// Starts to listen for reports on a free port of the loopback interface.
  public static HisStandIn start() throws IOException {
    return new HisStandIn(0);
  }

  public int port() {
    return server.port();
  }

  /// Sends one message and returns the acknowledgement.
  String send(int port, String message) throws IOException {
    try (var client = MllpClient.connect(MllpClientSettings.to("127.0.0.1", port))) {
      return new String(client.exchange(message.getBytes(UTF_8)), UTF_8);
    }
  }

  /// The next message received that holds this text, empty if none comes in time.
  Optional<String> awaitMessage(String text, Duration patience) throws InterruptedException {
    long until = System.nanoTime() + patience.toNanos();
    while (true) {
      var message = received.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (message == null || message.contains(text)) {
        return Optional.ofNullable(message);
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private Optional<byte[]> answer(byte[] bytes, InetSocketAddress remote) {
    var message = new String(bytes, UTF_8);
    received.add(message);
    var header = Hl7Line.of(message, "MSH");
    var answer =
        String.join(
            "\r",
            "MSH|^~\\&|HIS|%s|TIA|%s|%s||ACK^R01^ACK|%s|P|2.5.1|||||VNM|UNICODE UTF-8"
                .formatted(header.field(6), header.field(4), header.field(7), header.field(10)),
            "MSA|AA|" + header.field(10),
            "");
    return Optional.of(answer.getBytes(UTF_8));
  }
}
