package vn.tia.bridge.web;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Builds multipart bodies.
final class Bodies {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final String boundary;

  private Bodies(String boundary) {
    this.boundary = boundary;
  }

  static Bodies of(String boundary) {
    return new Bodies(boundary);
  }

  Bodies part(String contentType, byte[] body) {
    text("--" + boundary + "\r\nContent-Type: " + contentType + "\r\n\r\n");
    bytes.writeBytes(body);
    text("\r\n");
    return this;
  }

  byte[] end() {
    text("--" + boundary + "--\r\n");
    return bytes.toByteArray();
  }

  private void text(String text) {
    bytes.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
