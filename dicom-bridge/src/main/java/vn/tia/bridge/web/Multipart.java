package vn.tia.bridge.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/// Writes a multipart/related answer part by part (PS3.18 section 8.6.1.2, RFC 2387).
public final class Multipart {

  private final OutputStream out;
  private final String boundary = random().toString();
  private boolean isStarted;

  public Multipart(HttpServletResponse response, String partType) throws IOException {
    response.setContentType(
        "multipart/related; type=\"" + partType + "\"; boundary=" + boundary);
    this.out = response.getOutputStream();
  }

  /// None that a stored object could hold already; it is no secret.
  private static UUID random() {
    var random = ThreadLocalRandom.current();
    return new UUID(random.nextLong(), random.nextLong());
  }

  /// Begins a part; its bytes are then written to the stream that is returned.
  public OutputStream part(String contentType, String location, long length) throws IOException {
    write(head(contentType, location, length));
    isStarted = true;
    return out;
  }

  private String head(String contentType, String location, long length) {
    return (isStarted ? "\r\n--" : "--") + boundary + "\r\nContent-Type: " + contentType
        + "\r\nContent-Location: " + location + "\r\nContent-Length: " + length + "\r\n\r\n";
  }

  private String tail() {
    return "\r\n--" + boundary + "--\r\n";
  }

  /// How long the answer is with this part alone.
  public long lengthOf(String contentType, String location, long length) {
    return head(contentType, location, length).length() + length + tail().length();
  }

  /// Begins a part whose length and place nobody needs.
  public OutputStream part(String contentType) throws IOException {
    write((isStarted ? "\r\n--" : "--") + boundary + "\r\nContent-Type: " + contentType
        + "\r\n\r\n");
    isStarted = true;
    return out;
  }

  /// Ends the answer; one that breaks off before never has its last boundary.
  public void end() throws IOException {
    write(tail());
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
  }
}
