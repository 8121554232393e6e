package vn.tia.bench.fhir;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// One kept-alive HTTP connection, as thin as can be: what is measured is the server.
final class FhirConnection implements AutoCloseable {
  private static final byte[] HEAD_END = {'\r', '\n', '\r', '\n'};

  private final FhirServer server;
  private Socket socket;
  private InputStream in;
  private byte[] buffer = new byte[65_536];
  private int filled;

  FhirConnection(FhirServer server) throws IOException {
    this.server = server;
    connect();
  }

  private void connect() throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setTcpNoDelay(true);
    in = socket.getInputStream();
    filled = 0;
  }

  /// An answer, and where it says that the resource is.
  record Answer(int status, Optional<String> location, byte[] body) {
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  Answer get(String path) throws IOException {
    return send("GET", path, new byte[0]);
  }

  Answer send(String method, String path, byte[] body) throws IOException {
    var head = method + " " + server.base() + path + " HTTP/1.1\r\nHost: localhost\r\n"
        + "Accept: application/fhir+json\r\n"
        + (method.equals("GET") ? "" : "Content-Type: application/fhir+json\r\nContent-Length: "
            + body.length + "\r\n")
        + "\r\n";
    var out = new ByteArrayOutputStream(head.length() + body.length);
    out.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
    out.writeBytes(body);
    socket.getOutputStream().write(out.toByteArray());
    return answer();
  }

  private Answer answer() throws IOException {
    int end = headEnd();
    var head = new String(buffer, 0, end, StandardCharsets.ISO_8859_1);
    var lower = head.toLowerCase(Locale.ROOT);
    int bodyAt = end + HEAD_END.length;
    byte[] body;
    if (lower.contains("\r\ntransfer-encoding: chunked")) {
      body = chunks(bodyAt);
    } else {
      int length = value(lower, lower, "content-length").map(Integer::parseInt).orElse(0);
      require(bodyAt + length);
      body = Arrays.copyOfRange(buffer, bodyAt, bodyAt + length);
    }
    filled = 0;
    if (lower.contains("\r\nconnection: close")) {
      // Tomcat ends a connection after some requests.
      socket.close();
      connect();
    }
    return new Answer(Integer.parseInt(head.substring(9, 12)), value(head, lower, "location"),
        body);
  }

  private static Optional<String> value(String head, String lower, String name) {
    int at = lower.indexOf("\r\n" + name + ":");
    if (at < 0) {
      return Optional.empty();
    }
    int end = head.indexOf("\r\n", at + 2);
    return Optional.of(
        head.substring(at + name.length() + 3, end < 0 ? head.length() : end).strip());
  }

  private byte[] chunks(int start) throws IOException {
    var body = new ByteArrayOutputStream();
    for (int at = start; ; ) {
      int end = lineEnd(at);
      int size = Integer.parseInt(
          new String(buffer, at, end - at, StandardCharsets.US_ASCII).strip(), 16);
      require(end + 2 + size + 2);
      body.write(buffer, end + 2, size);
      at = end + 2 + size + 2;
      if (size == 0) {
        return body.toByteArray();
      }
    }
  }

  private int lineEnd(int from) throws IOException {
    for (int at = from; ; at++) {
      require(at + 2);
      if (buffer[at] == '\r') {
        return at;
      }
    }
  }

  private int headEnd() throws IOException {
    for (int at = 0; ; at++) {
      require(at + HEAD_END.length);
      if (buffer[at] == '\r' && Arrays.equals(
          buffer, at, at + HEAD_END.length, HEAD_END, 0, HEAD_END.length)) {
        return at;
      }
    }
  }

  /// Reads until so many bytes of the answer are there.
  private void require(int count) throws IOException {
    if (count > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(count, 2 * buffer.length));
    }
    while (filled < count) {
      int read = in.read(buffer, filled, buffer.length - filled);
      if (read < 0) {
        throw new EOFException("the server closed the connection");
      }
      filled += read;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
