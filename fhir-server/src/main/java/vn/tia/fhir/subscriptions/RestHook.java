package vn.tia.fhir.subscriptions;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// Sends one message to a receiver that somebody else named.
///
/// The name is resolved once, each address is checked, and the connection goes to an address that
/// was checked: a name that leads elsewhere a moment later (DNS rebinding) leads nowhere. Redirects
/// are not followed, and of the answer only the status counts.
final class RestHook {
  /// Of an answer that much is read; its status stands at the start.
  private static final int ANSWER_BYTES_MAX = 4_096;

  private final AddressPolicy policy;
  private final SubscriptionSettings settings;
  private final SSLSocketFactory tls;

  /// @param tls makes TLS connections to receivers
  RestHook(SubscriptionSettings settings, SSLSocketFactory tls) {
    this.settings = settings;
    this.policy = new AddressPolicy(settings.allowedNetworks());
    this.tls = tls;
  }

  /// One request.
  ///
  /// @param headers whole lines, checked before
  record Message(String method, Target target, List<String> headers, String mediaType,
      byte[] body) {}

  /// Why a receiver may not be sent to; empty where it may. Names that lead nowhere yet may.
  Optional<String> flaw(Target target) {
    try {
      for (var address : addresses(target)) {
        var flaw = flaw(target, address);
        if (flaw.isPresent()) {
          return flaw;
        }
      }
      return Optional.empty();
    } catch (UnknownHostException _) {
      return Optional.empty();
    }
  }

  /// Sends the message, and returns the status of the answer.
  ///
  /// @throws IOException if there is no connection, no answer in time, or none in HTTP
  int send(Message message) throws IOException {
    var target = message.target();
    long end = System.nanoTime() + settings.answerTimeout().toNanos();
    IOException last = new UnknownHostException("the host of the endpoint is not known");
    for (var address : addresses(target)) {
      var flaw = flaw(target, address);
      if (flaw.isPresent()) {
        throw new IOException(flaw.get());
      }
      try (var socket = new Socket(); var _ = new Watchdog(socket, settings.answerTimeout())) {
        return exchange(message, socket, address, end);
      } catch (SocketTimeoutException _) {
        throw new IOException("the receiver did not answer in time");
      } catch (NoHttpException e) {
        throw e;
      } catch (IOException e) {
        // The class only: a message may quote the address.
        last = new IOException("the receiver can't be reached: " + e.getClass().getSimpleName());
      }
    }
    throw last;
  }

  private static InetAddress[] addresses(Target target) throws UnknownHostException {
    return InetAddress.getAllByName(target.host());
  }

  private Optional<String> flaw(Target target, InetAddress address) {
    return policy.flaw(address).or(() -> target.isTls()
        || settings.plain() == SubscriptionSettings.Plain.ANYWHERE || policy.isAllowed(address)
        ? Optional.empty()
        : Optional.of("the endpoint is plain http outside of the allowed networks"));
  }

  private int exchange(Message message, Socket socket, InetAddress address, long end)
      throws IOException {
    var target = message.target();
    socket.connect(new InetSocketAddress(address, target.port()),
        (int) settings.connectTimeout().toMillis());
    socket.setSoTimeout((int) settings.answerTimeout().toMillis());
    var speaking = target.isTls() ? secure(socket, target) : socket;
    speaking.getOutputStream().write(bytes(message));
    speaking.getOutputStream().flush();
    return status(speaking, end);
  }

  /// Closes a connection at its deadline, so that a receiver that doesn't read holds nobody.
  private record Watchdog(Thread thread) implements AutoCloseable {
    Watchdog(Socket socket, Duration time) {
      this(Thread.ofVirtual().start(() -> {
        try {
          Thread.sleep(time.plusSeconds(1));
          socket.close();
        } catch (InterruptedException | IOException _) {
          // It ended in time, or is closed already.
        }
      }));
    }

    @Override
    public void close() {
      thread.interrupt();
    }
  }

  /// The receiver answered, but not as HTTP does.
  private static final class NoHttpException extends IOException {
    private static final long serialVersionUID = 1L;

    NoHttpException(String message) {
      super(message);
    }
  }

  /// TLS to the receiver by its name: the certificate must be for it (RFC 9110 section 4.3.4).
  private Socket secure(Socket socket, Target target) throws IOException {
    var secured = (SSLSocket) tls.createSocket(socket, target.host(), target.port(), true);
    var parameters = secured.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    if (!target.host().matches("[0-9.]+|.*:.*")) {
      parameters.setServerNames(List.of(new SNIHostName(target.host())));
    }
    secured.setSSLParameters(parameters);
    secured.startHandshake();
    return secured;
  }

  private static byte[] bytes(Message message) {
    var head = new StringBuilder()
        .append(message.method()).append(' ').append(message.target().path())
        .append(" HTTP/1.1\r\n")
        .append("Host: ").append(message.target().authority()).append("\r\n")
        .append("User-Agent: Tia\r\nConnection: close\r\n")
        .append("Content-Length: ").append(message.body().length).append("\r\n");
    if (message.body().length > 0) {
      head.append("Content-Type: ").append(message.mediaType()).append("\r\n");
    }
    message.headers().forEach(line -> head.append(line).append("\r\n"));
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    bytes.writeBytes(message.body());
    return bytes.toByteArray();
  }

  /// The status of the final answer: a `100 Continue` before it is passed over.
  private int status(Socket socket, long end) throws IOException {
    var in = socket.getInputStream();
    for (int i = 0; i < 5; i++) {
      var line = line(socket, in, end);
      if (!line.matches("HTTP/1\\.[01] [1-5]\\d\\d( .*)?")) {
        throw new NoHttpException("the receiver doesn't speak HTTP");
      }
      int status = Integer.parseInt(line.substring(9, 12));
      if (status >= 200) {
        return status;
      }
      while (!line(socket, in, end).isEmpty()) {
        // The headers of an interim answer say nothing.
      }
    }
    throw new NoHttpException("the receiver sends no final answer");
  }

  private String line(Socket socket, InputStream in, long end) throws IOException {
    var line = new StringBuilder();
    while (line.length() < ANSWER_BYTES_MAX) {
      long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
      if (left <= 0) {
        throw new SocketTimeoutException();
      }
      socket.setSoTimeout((int) left);
      int next = in.read();
      if (next < 0) {
        throw new NoHttpException("the receiver closed without an answer");
      }
      if (next == '\n') {
        return line.toString().stripTrailing();
      }
      line.append((char) next);
    }
    throw new NoHttpException("the receiver's answer has too long a line");
  }
}
