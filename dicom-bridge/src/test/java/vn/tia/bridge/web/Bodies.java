package vn.tia.bridge.web;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Builds multipart bodies, and takes them apart.
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

  /// The bodies of a multipart answer, read as RFC 2046 has them.
  static List<byte[]> parts(String type, byte[] body) {
    var boundary = "--" + type.substring(type.indexOf("boundary=") + 9);
    var text = new String(body, StandardCharsets.ISO_8859_1);
    List<byte[]> parts = new ArrayList<>();
    int at = text.indexOf(boundary);
    while (!text.startsWith(boundary + "--", at)) {
      int start = text.indexOf("\r\n\r\n", at) + 4;
      int end = text.indexOf("\r\n" + boundary, start);
      parts.add(text.substring(start, end).getBytes(StandardCharsets.ISO_8859_1));
      at = end + 2;
    }
    return parts;
  }

  private void text(String text) {
    bytes.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
