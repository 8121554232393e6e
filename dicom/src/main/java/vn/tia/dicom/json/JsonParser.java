package vn.tia.dicom.json;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads JSON as RFC 8259 has it and nothing besides: UTF-8, no comments, no key twice.
///
/// Memory grows with the text that arrived, up to the limits.
final class JsonParser {
  private static final int END = -1;

  private final InputStream in;
  private final JsonLimits limits;
  private final byte[] buffer = new byte[8192];
  private final ByteArrayOutputStream text = new ByteArrayOutputStream(256);
  private int at;
  private int end;
  private long before;
  private JsonPath path = JsonPath.TOP;

  JsonParser(InputStream in, JsonLimits limits) {
    this.in = in;
    this.limits = limits;
  }

  /// The one value that the text holds.
  ///
  /// @throws DicomJsonException if the text is no JSON or exceeds a limit
  Json parse() throws IOException {
    skipBlanks();
    Json value = value(0);
    skipBlanks();
    if (peek() != END) {
      throw error("text follows the end of the value");
    }
    return value;
  }

  private Json value(int depth) throws IOException {
    int c = peek();
    return switch (c) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> new Json.Text(string());
      case 't' -> literal("true");
      case 'f' -> literal("false");
      case 'n' -> literal("null");
      default -> {
        if (c == '-' || isDigit(c)) {
          yield new Json.Digits(number());
        }
        throw error(c == END ? "the text ends where a value must stand" : "no value starts so");
      }
    };
  }

  private Json object(int depth) throws IOException {
    open(depth);
    JsonPath outer = path;
    Map<String, Json> members = new LinkedHashMap<>();
    skipBlanks();
    while (peek() != '}') {
      if (!members.isEmpty()) {
        expect(',', "a comma or a brace");
        skipBlanks();
      }
      if (peek() != '"') {
        throw error("a key in quotes must stand here");
      }
      String key = string();
      path = outer.key(key);
      if (members.containsKey(key)) {
        throw error("the key stands here twice");
      }
      skipBlanks();
      expect(':', "a colon");
      skipBlanks();
      members.put(key, value(depth + 1));
      path = outer;
      skipBlanks();
    }
    next();
    return new Json.Object(members);
  }

  private Json array(int depth) throws IOException {
    open(depth);
    JsonPath outer = path;
    List<Json> values = new ArrayList<>();
    skipBlanks();
    while (peek() != ']') {
      if (!values.isEmpty()) {
        expect(',', "a comma or a bracket");
        skipBlanks();
      }
      path = outer.index(values.size());
      values.add(value(depth + 1));
      path = outer;
      skipBlanks();
    }
    next();
    return new Json.Array(values);
  }

  private void open(int depth) throws IOException {
    if (depth >= limits.depthMax()) {
      throw error("more than %d objects and arrays within each other".formatted(limits.depthMax()));
    }
    next();
  }

  private Json literal(String word) throws IOException {
    for (int i = 0; i < word.length(); i++) {
      expect(word.charAt(i), word);
    }
    return word.equals("null") ? Json.NULL : new Json.Literal(word);
  }

  private String number() throws IOException {
    StringBuilder digits = new StringBuilder();
    if (peek() == '-') {
      append(digits);
    }
    if (peek() == '0') {
      append(digits);
    } else {
      appendDigits(digits);
    }
    if (peek() == '.') {
      append(digits);
      appendDigits(digits);
    }
    if (peek() == 'e' || peek() == 'E') {
      append(digits);
      if (peek() == '+' || peek() == '-') {
        append(digits);
      }
      appendDigits(digits);
    }
    if (isDigit(peek())) {
      throw error("a number starts with a needless zero");
    }
    return digits.toString();
  }

  private void appendDigits(StringBuilder digits) throws IOException {
    if (!isDigit(peek())) {
      throw error("a digit must stand here");
    }
    while (isDigit(peek())) {
      append(digits);
    }
  }

  private void append(StringBuilder digits) throws IOException {
    if (digits.length() == limits.numberCharsMax()) {
      throw error("a number has more than %d characters".formatted(limits.numberCharsMax()));
    }
    digits.append((char) next());
  }

  private String string() throws IOException {
    next();
    text.reset();
    int c = next();
    while (c != '"') {
      if (c == END) {
        throw error("the text ends within a string");
      }
      if (c < 0x20) {
        throw error("a string holds a control character");
      }
      if (c == '\\') {
        escape();
      } else {
        text.write(c);
      }
      c = next();
    }
    return decoded();
  }

  private String decoded() throws IOException {
    try {
      return StandardCharsets.UTF_8.newDecoder()
          .decode(ByteBuffer.wrap(text.toByteArray())).toString();
    } catch (CharacterCodingException invalid) {
      throw error("a string is no UTF-8");
    }
  }

  private void escape() throws IOException {
    int c = next();
    switch (c) {
      case '"', '\\', '/' -> text.write(c);
      case 'b' -> text.write('\b');
      case 'f' -> text.write('\f');
      case 'n' -> text.write('\n');
      case 'r' -> text.write('\r');
      case 't' -> text.write('\t');
      case 'u' -> unicode();
      default -> throw error("a backslash stands before something that it does not escape");
    }
  }

  private void unicode() throws IOException {
    char high = hex();
    int codePoint = high;
    if (Character.isHighSurrogate(high)) {
      expect('\\', "the other half of a surrogate pair");
      expect('u', "the other half of a surrogate pair");
      char low = hex();
      if (!Character.isLowSurrogate(low)) {
        throw error("half a surrogate pair stands alone");
      }
      codePoint = Character.toCodePoint(high, low);
    } else if (Character.isLowSurrogate(high)) {
      throw error("half a surrogate pair stands alone");
    }
    text.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
  }

  private char hex() throws IOException {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      int c = next();
      int digit = c < 0 || c > 'f' ? -1 : Character.digit(c, 16);
      if (digit < 0) {
        throw error("four hexadecimal digits must stand here");
      }
      value = value << 4 | digit;
    }
    return (char) value;
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private void skipBlanks() throws IOException {
    int c = peek();
    while (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
      next();
      c = peek();
    }
  }

  private void expect(int wanted, String name) throws IOException {
    if (next() != wanted) {
      throw error(name + " must stand here");
    }
  }

  private int peek() throws IOException {
    return at < end || fill() ? buffer[at] & 0xFF : END;
  }

  private int next() throws IOException {
    return at < end || fill() ? buffer[at++] & 0xFF : END;
  }

  private boolean fill() throws IOException {
    before += end;
    at = 0;
    end = Math.max(0, in.read(buffer));
    if (before + end > limits.bytesMax()) {
      throw error("the text has more than %d bytes".formatted(limits.bytesMax()));
    }
    return end > 0;
  }

  private DicomJsonException error(String what) {
    return path.error(what + ", at byte " + (before + at));
  }
}
