package vn.tia.hl7.mllp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// Sends messages over one MLLP connection, each answered before the next.
///
/// Not thread-safe. After an exception the connection is closed and a new client is needed, since
/// an answer that comes late would be taken for the next message's.
public final class MllpClient implements AutoCloseable {

  private final MllpClientSettings settings;
  private final Socket socket;
  private final Deadline deadline;
  private final MllpReader reader;
  private final MllpWriter writer;

  private MllpClient(MllpClientSettings settings, Socket socket, Deadline deadline)
      throws IOException {
    this.settings = settings;
    this.socket = socket;
    this.deadline = deadline;
    Socket wire = secured();
    var limits = MllpLimits.DEFAULT.withBytesMax(settings.answerBytesMax());
    this.reader = new MllpReader(wire.getInputStream(), limits);
    this.writer = new MllpWriter(wire.getOutputStream());
  }

  /// Connects.
  public static MllpClient connect(MllpClientSettings settings) throws IOException {
    var socket = new Socket();
    var deadline = new Deadline(socket, settings.connectTime());
    try {
      socket.setTcpNoDelay(true);
      socket.connect(
          new InetSocketAddress(settings.host(), settings.port()),
          Math.toIntExact(settings.connectTime().toMillis()));
      return new MllpClient(settings, socket, deadline);
    } catch (IOException e) {
      deadline.close();
      socket.close();
      throw e;
    }
  }

  /// Sends a message and waits for its answer.
  ///
  /// @throws MllpException if no whole answer came in time; the receiver may have the message
  public byte[] exchange(byte[] message) throws IOException {
    deadline.within(settings.answerTime());
    try {
      writer.write(message);
      byte[] answer = reader.read().orElseThrow(
          () -> new MllpException("the receiver closed the connection without an answer"));
      deadline.within(MllpLimits.DEFAULT.idleTime());
      return answer;
    } catch (IOException e) {
      boolean late = deadline.expired();
      close();
      if (late) {
        throw new MllpException("no answer within " + settings.answerTime().toMillis() + " ms");
      }
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    deadline.close();
    socket.close();
  }

  private Socket secured() throws IOException {
    if (settings.tls().isEmpty()) {
      return socket;
    }
    var secured = (SSLSocket) settings.tls().get().getSocketFactory()
        .createSocket(socket, settings.host(), settings.port(), true);
    SSLParameters parameters = secured.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secured.setSSLParameters(parameters);
    secured.startHandshake();
    return secured;
  }
}
