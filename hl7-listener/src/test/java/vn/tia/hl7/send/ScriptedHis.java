package vn.tia.hl7.send;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.Charset;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import vn.tia.hl7.mllp.MllpServer;
import vn.tia.hl7.mllp.MllpServerSettings;
import vn.tia.mapping.hl7.Acknowledgement;
import vn.tia.mapping.hl7.Fault;
import vn.tia.mapping.hl7.MessageHeader;

/// A receiver that is up, down, or drops the connection before it answers, as a test says.
final class ScriptedHis implements AutoCloseable {

  final int port;
  final List<String> received = new CopyOnWriteArrayList<>();
  /// How many messages it takes without answering them.
  final AtomicInteger drops = new AtomicInteger();
  volatile Optional<Fault> fault = Optional.empty();
  volatile String code = "";
  private final Charset charset;
  private Optional<MllpServer> server = Optional.empty();

  ScriptedHis(Charset charset) throws IOException {
    this.charset = charset;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
  }

  ScriptedHis() throws IOException {
    this(UTF_8);
  }

  ScriptedHis up() throws IOException {
    var settings = MllpServerSettings.onLoopback(0);
    server = Optional.of(MllpServer.start(new MllpServerSettings(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), settings.connectionsMax(),
        settings.limits(), settings.closeTime(), settings.tls()),
        (message, _) -> answer(message)));
    return this;
  }

  void down() throws IOException {
    if (server.isPresent()) {
      server.get().close();
    }
    server = Optional.empty();
  }

  private Optional<byte[]> answer(byte[] message) {
    received.add(new String(message, charset));
    if (drops.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      return Optional.empty();
    }
    byte[] answer = new Acknowledgement("H1", Instant.now(), ZoneId.of("UTC"), fault)
        .to(MessageHeader.read(message));
    return Optional.of(code.isEmpty() ? answer
        : new String(answer, UTF_8).replaceFirst("MSA\\|..", "MSA|" + code).getBytes(UTF_8));
  }

  /// What a receiver keeps that knows a message by MSH-10: each once, in the order of its coming.
  List<String> kept() {
    Map<String, String> once = new LinkedHashMap<>();
    received.forEach(message -> once.putIfAbsent(message.split("\\|")[9], message));
    return List.copyOf(once.values());
  }

  @Override
  public void close() throws IOException {
    down();
  }
}
