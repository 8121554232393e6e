package vn.tia.dicom.xml;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Writes the parts of an XML text as UTF-8.
final class XmlOutput {
  /// A multiple of three, so that chunks of base64 need no padding between them.
  private static final int BASE64_CHUNK = 3 * 4096;
  private static final int BUFFER_CHARS = 8 * 1024;

  private final OutputStream out;
  private final StringBuilder buffer = new StringBuilder(BUFFER_CHARS);

  XmlOutput(OutputStream out) {
    this.out = out;
  }

  /// Writes markup as it is.
  XmlOutput raw(String markup) throws IOException {
    buffer.append(markup);
    if (buffer.length() >= BUFFER_CHARS) {
      flushBuffer();
    }
    return this;
  }

  /// Writes text of an element or attribute. What XML 1.0 has no place for becomes U+FFFD.
  XmlOutput text(String text) throws IOException {
    text.codePoints().forEach(this::character);
    return raw("");
  }

  private void character(int point) {
    switch (point) {
      case '<' -> buffer.append("&lt;");
      case '>' -> buffer.append("&gt;");
      case '&' -> buffer.append("&amp;");
      case '"' -> buffer.append("&quot;");
      // As they are, a parser would turn them into others.
      case '\t' -> buffer.append("&#9;");
      case '\n' -> buffer.append("&#10;");
      case '\r' -> buffer.append("&#13;");
      default -> buffer.appendCodePoint(isAllowed(point) ? point : 0xFFFD);
    }
  }

  /// The characters of XML 1.0 section 2.2.
  private static boolean isAllowed(int point) {
    return point >= 0x20 && point < 0xD800 || point >= 0xE000 && point < 0xFFFE
        || point >= 0x10000;
  }

  /// Writes bytes as base64, chunk by chunk.
  void base64(InputStream bytes) throws IOException {
    flushBuffer();
    byte[] chunk = bytes.readNBytes(BASE64_CHUNK);
    while (chunk.length > 0) {
      out.write(Base64.getEncoder().encode(chunk));
      chunk = bytes.readNBytes(BASE64_CHUNK);
    }
  }

  /// Hands all text on; the stream behind is not flushed.
  void flushBuffer() throws IOException {
    out.write(buffer.toString().getBytes(StandardCharsets.UTF_8));
    buffer.setLength(0);
  }
}
