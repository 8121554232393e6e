package vn.tia.bench.fhir;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/// One kept-alive HTTP connection, as thin as can be: what is measured is the server.
final class FhirConnection implements AutoCloseable {
  private final int port;
  private Socket socket;
  private InputStream in;

  FhirConnection(int port) throws IOException {
    this.port = port;
    connect();
  }

  private void connect() throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream(), 65_536);
  }

  /// An answer, and where it says that the resource is.
  record Answer(int status, Optional<String> location, byte[] body, boolean isLast) {}

  Answer send(String method, String path, byte[] body) throws IOException {
    var head = method + " /fhir" + path + " HTTP/1.1\r\nHost: localhost\r\n"
        + (body.length == 0 && method.equals("GET") ? ""
            : "Content-Type: application/fhir+json\r\nContent-Length: " + body.length + "\r\n")
        + "\r\n";
    var first = head.getBytes(StandardCharsets.ISO_8859_1);
    var bytes = new byte[first.length + body.length];
    System.arraycopy(first, 0, bytes, 0, first.length);
    System.arraycopy(body, 0, bytes, first.length, body.length);
    socket.getOutputStream().write(bytes);
    var answer = answer();
    if (answer.isLast()) {
      // Tomcat ends a connection after some requests.
      socket.close();
      connect();
    }
    return answer;
  }

  private Answer answer() throws IOException {
    var status = Integer.parseInt(line().split(" ")[1]);
    var length = 0;
    var location = Optional.<String>empty();
    var isLast = false;
    for (var line = line(); !line.isEmpty(); line = line()) {
      var lower = line.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(line.substring(15).strip());
      } else if (lower.startsWith("location:")) {
        location = Optional.of(line.substring(9).strip());
      } else if (lower.equals("connection: close")) {
        isLast = true;
      }
    }
    return new Answer(status, location, in.readNBytes(length), isLast);
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int letter = in.read(); letter != '\n'; letter = in.read()) {
      if (letter < 0) {
        throw new IOException("the server closed the connection");
      }
      if (letter != '\r') {
        line.append((char) letter);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
