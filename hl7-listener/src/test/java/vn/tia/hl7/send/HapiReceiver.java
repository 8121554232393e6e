package vn.tia.hl7.send;

import ca.uhn.hl7v2.DefaultHapiContext;
import ca.uhn.hl7v2.HL7Exception;
import ca.uhn.hl7v2.HapiContext;
import ca.uhn.hl7v2.app.HL7Service;
import ca.uhn.hl7v2.llp.MinLowerLayerProtocol;
import ca.uhn.hl7v2.model.Message;
import ca.uhn.hl7v2.protocol.ReceivingApplication;
import ca.uhn.hl7v2.util.StandardSocketFactory;
import ca.uhn.hl7v2.util.idgenerator.InMemoryIDGenerator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// HAPI's own server of HL7 v2, with its parser and its acknowledgements, on loopback.
final class HapiReceiver implements AutoCloseable, ReceivingApplication<Message> {

  final int port;
  /// What it has parsed and acknowledged, in the order of its coming.
  final List<String> received = new CopyOnWriteArrayList<>();
  private final Optional<SSLContext> tls;
  private Optional<HL7Service> server = Optional.empty();
  private Optional<HapiContext> context = Optional.empty();

  HapiReceiver() throws IOException {
    this(Optional.empty());
  }

  /// A server that wants a certificate of its clients.
  HapiReceiver(SSLContext tls) throws IOException {
    this(Optional.of(tls));
  }

  private HapiReceiver(Optional<SSLContext> tls) throws IOException {
    this.tls = tls;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
  }

  HapiReceiver up() throws InterruptedException {
    var hapi = new DefaultHapiContext();
    // Else it keeps a file in the working directory.
    hapi.getParserConfiguration().setIdGenerator(new InMemoryIDGenerator());
    hapi.setSocketFactory(new StandardSocketFactory() {
      @Override
      public ServerSocket createServerSocket() throws IOException {
        return new LoopbackSocket(tls);
      }
    });
    hapi.setLowerLayerProtocol(new MinLowerLayerProtocol(true));
    var service = hapi.newServer(port, false);
    service.registerApplication(this);
    service.startAndWait();
    server = Optional.of(service);
    context = Optional.of(hapi);
    return this;
  }

  @Override
  public Message processMessage(Message message, Map<String, Object> metadata)
      throws HL7Exception {
    try {
      received.add(message.encode());
      return message.generateACK();
    } catch (IOException e) {
      throw new HL7Exception(e);
    }
  }

  @Override
  public boolean canProcess(Message message) {
    return true;
  }

  @Override
  public void close() throws IOException {
    server.ifPresent(HL7Service::stopAndWait);
    if (context.isPresent()) {
      context.get().close();
    }
  }

  private static final class LoopbackSocket extends ServerSocket {
    private final Optional<SSLContext> tls;

    LoopbackSocket(Optional<SSLContext> tls) throws IOException {
      this.tls = tls;
    }

    @Override
    public void bind(SocketAddress endpoint, int backlog) throws IOException {
      var any = (InetSocketAddress) endpoint;
      super.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), any.getPort()), backlog);
    }

    @Override
    public Socket accept() throws IOException {
      Socket plain = super.accept();
      if (tls.isEmpty()) {
        return plain;
      }
      var secured = (SSLSocket) tls.get().getSocketFactory().createSocket(plain, null, true);
      secured.setUseClientMode(false);
      secured.setNeedClientAuth(true);
      return secured;
    }
  }
}
