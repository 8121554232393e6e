package vn.tia.mapping.hl7;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;

/// Escape sequences, both ways (HL7 v2 2.7).
///
/// What was escaped becomes a character of the value and nothing else: a carriage return that came
/// as `\X0D\` can't begin a segment, since the message was parted before.
public final class Escapes {

  /// Longest sequence that is looked for; a lone backslash in a long text isn't one.
  private static final int SEQUENCE_CHARS_MAX = 128;

  private Escapes() {}

  /// The text as a value of a message: delimiters escaped, line breaks as `\.br\`, other control
  /// characters as blanks.
  public static String escape(String text, Delimiters delimiters) {
    var escaped = new StringBuilder(text.length() + 16);
    char mark = delimiters.escape();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      String name = name(c, delimiters);
      if (!name.isEmpty()) {
        escaped.append(mark).append(name).append(mark);
        continue;
      }
      if (c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n') {
        continue;
      }
      if (c == '\r' || c == '\n') {
        escaped.append(mark).append(".br").append(mark);
        continue;
      }
      escaped.append(Character.isISOControl(c) ? ' ' : c);
    }
    return escaped.toString();
  }

  /// The value that was meant: what isn't a sequence of 2.7 stays as it is.
  public static String unescape(String text, Delimiters delimiters) {
    if (text.indexOf(delimiters.escape()) < 0) {
      return text;
    }
    var plain = new StringBuilder(text.length());
    int at = 0;
    while (at < text.length()) {
      int end = text.charAt(at) == delimiters.escape() ? sequenceEnd(text, at, delimiters) : -1;
      if (end < 0) {
        plain.append(text.charAt(at++));
        continue;
      }
      plain.append(meaning(text.substring(at + 1, end), text.substring(at, end + 1), delimiters));
      at = end + 1;
    }
    return plain.toString();
  }

  private static int sequenceEnd(String text, int start, Delimiters delimiters) {
    int end = text.indexOf(delimiters.escape(), start + 1);
    return end > start + 1 && end - start <= SEQUENCE_CHARS_MAX ? end : -1;
  }

  private static String meaning(String name, String whole, Delimiters delimiters) {
    return switch (name) {
      case "F" -> String.valueOf(delimiters.field());
      case "S" -> String.valueOf(delimiters.component());
      case "T" -> String.valueOf(delimiters.subcomponent());
      case "R" -> String.valueOf(delimiters.repetition());
      case "E" -> String.valueOf(delimiters.escape());
      // Highlighting on and off: plain text has none.
      case "H", "N" -> "";
      default -> longMeaning(name, whole);
    };
  }

  private static String longMeaning(String name, String whole) {
    if (name.matches("X([0-9A-Fa-f]{2})+")) {
      return ofBytes(HexFormat.of().parseHex(name.substring(1)));
    }
    if (name.matches("\\.(br|sp|ce)\\+?\\d*")) {
      return "\n";
    }
    if (name.matches("\\.(fi|nf|in|ti|sk)[+-]?\\d*")) {
      return " ";
    }
    // Switches to another character set, and local sequences: the meaning is not known.
    if (name.matches("[CM]([0-9A-Fa-f]{2}){2,3}|Z[0-9A-Za-z]*")) {
      return "\uFFFD";
    }
    return whole;
  }

  /// Hexadecimal data in a text: UTF-8 where it is valid, as Tia's senders mean, else Latin-1.
  private static String ofBytes(byte[] bytes) {
    return CharacterSets.decode(bytes, 0, UTF_8).orElseGet(() -> new String(bytes, ISO_8859_1));
  }

  private static String name(char c, Delimiters delimiters) {
    if (c == delimiters.field()) {
      return "F";
    }
    if (c == delimiters.component()) {
      return "S";
    }
    if (c == delimiters.subcomponent()) {
      return "T";
    }
    if (c == delimiters.repetition()) {
      return "R";
    }
    return c == delimiters.escape() ? "E" : "";
  }
}
