package vn.tia.bench.serve;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// One HTTP connection, as thin as can be: what is measured is the server. It is kept alive where
/// the server does so.
final class WebConnection implements Answering {
  private static final int BUFFER = 131_072;

  private final URI base;
  private final byte[] buffer = new byte[BUFFER];
  private Socket socket = new Socket();
  private InputStream in = InputStream.nullInputStream();
  private boolean isOpen;

  WebConnection(String base) {
    this.base = URI.create(base);
  }

  /// Gets a resource whole, and answers how many bytes it has.
  ///
  /// @param headers lines with their ends
  long get(String path, String headers) throws IOException {
    if (!isOpen) {
      connect();
    }
    String request = "GET " + base.getRawPath() + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        + headers + "\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return answer();
  }

  private void connect() throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), base.getPort());
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream(), BUFFER);
    isOpen = true;
  }

  private long answer() throws IOException {
    String status = line();
    if (!status.contains(" 200 ")) {
      throw new IOException("the server answered " + status);
    }
    long length = -1;
    boolean isChunked = false;
    boolean isLast = false;
    for (String line = line(); !line.isEmpty(); line = line()) {
      String lower = line.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Long.parseLong(line.substring(15).strip());
      }
      isChunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
      isLast |= lower.startsWith("connection:") && lower.contains("close");
    }
    long read = isChunked ? chunks() : length < 0 ? toEnd() : skip(length);
    if (isLast || length < 0 && !isChunked) {
      close();
    }
    return read;
  }

  private long chunks() throws IOException {
    long sum = 0;
    while (true) {
      long size = Long.parseLong(line().split(";")[0].strip(), 16);
      sum += skip(size);
      line();
      if (size == 0) {
        return sum;
      }
    }
  }

  private long toEnd() throws IOException {
    long sum = 0;
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      sum += count;
    }
    return sum;
  }

  private long skip(long length) throws IOException {
    for (long left = length; left > 0; ) {
      int count = in.read(buffer, 0, (int) Math.min(BUFFER, left));
      if (count < 0) {
        throw new EOFException("the server closed the connection in an answer");
      }
      left -= count;
    }
    return length;
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int letter = in.read(); letter != '\n'; letter = in.read()) {
      if (letter < 0) {
        throw new EOFException("the server closed the connection");
      }
      if (letter != '\r') {
        line.append((char) letter);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    isOpen = false;
    socket.close();
  }
}
