package vn.tia.dicom.json;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Base64;

/// Writes the parts of a JSON text as UTF-8, through a buffer.
final class JsonOutput {
  /// A multiple of three, so that chunks of base64 need no padding between them.
  private static final int BASE64_CHUNK = 3 * 4096;
  private static final String HEX = "0123456789ABCDEF";

  private final OutputStream out;
  private final byte[] buffer = new byte[16 * 1024];
  private int filled;

  JsonOutput(OutputStream out) {
    this.out = out;
  }

  /// Writes characters of ASCII as they are.
  void raw(String ascii) throws IOException {
    for (int i = 0; i < ascii.length(); i++) {
      raw(ascii.charAt(i));
    }
  }

  void raw(char ascii) throws IOException {
    if (filled == buffer.length) {
      flushBuffer();
    }
    buffer[filled++] = (byte) ascii;
  }

  /// Writes a key and its colon.
  void key(String ascii) throws IOException {
    raw('"');
    raw(ascii);
    raw("\":");
  }

  /// Writes a tag as a key.
  void key(int code) throws IOException {
    raw('"');
    for (int shift = 28; shift >= 0; shift -= 4) {
      raw(HEX.charAt(code >>> shift & 0xF));
    }
    raw("\":");
  }

  /// Writes any text in quotes; half a surrogate pair becomes U+FFFD.
  void string(String text) throws IOException {
    raw('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x20 && c < 0x7F && c != '"' && c != '\\') {
        raw(c);
      } else if (c < 0x80) {
        escaped(c);
      } else if (Character.isHighSurrogate(c) && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        utf8(Character.toCodePoint(c, text.charAt(++i)));
      } else {
        utf8(Character.isSurrogate(c) ? 0xFFFD : c);
      }
    }
    raw('"');
  }

  private void escaped(char c) throws IOException {
    switch (c) {
      case '"' -> raw("\\\"");
      case '\\' -> raw("\\\\");
      case '\n' -> raw("\\n");
      case '\r' -> raw("\\r");
      case '\t' -> raw("\\t");
      default -> {
        raw("\\u00");
        raw(HEX.charAt(c >> 4 & 0xF));
        raw(HEX.charAt(c & 0xF));
      }
    }
  }

  private void utf8(int codePoint) throws IOException {
    if (codePoint < 0x800) {
      raw((char) (0xC0 | codePoint >> 6));
    } else if (codePoint < 0x10000) {
      raw((char) (0xE0 | codePoint >> 12));
      raw((char) (0x80 | codePoint >> 6 & 0x3F));
    } else {
      raw((char) (0xF0 | codePoint >> 18));
      raw((char) (0x80 | codePoint >> 12 & 0x3F));
      raw((char) (0x80 | codePoint >> 6 & 0x3F));
    }
    raw((char) (0x80 | codePoint & 0x3F));
  }

  /// Writes bytes as base64 in quotes, chunk by chunk.
  void base64(InputStream bytes) throws IOException {
    raw('"');
    flushBuffer();
    byte[] chunk = bytes.readNBytes(BASE64_CHUNK);
    while (chunk.length > 0) {
      out.write(Base64.getEncoder().encode(chunk));
      chunk = bytes.readNBytes(BASE64_CHUNK);
    }
    raw('"');
  }

  /// Hands all bytes on; the stream behind is not flushed.
  void flushBuffer() throws IOException {
    out.write(buffer, 0, filled);
    filled = 0;
  }
}
