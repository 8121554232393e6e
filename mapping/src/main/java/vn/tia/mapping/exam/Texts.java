package vn.tia.mapping.exam;

import java.text.Normalizer;
import java.util.List;
import java.util.Optional;

/// The one way in which text enters an exam: composed, printable, trimmed and bounded.
///
/// Composed (NFC) because macOS and iOS send decomposed Vietnamese that half of the world's viewers
/// draw wrongly; without control characters because a carriage return inside a value forges an HL7
/// segment when it is sent on, and PostgreSQL refuses NUL.
final class Texts {
  /// Longest identifier, in characters: DICOM allows 64, HL7 EI.1 199, and an index entry of
  /// PostgreSQL 2,700 bytes.
  static final int IDENTIFIER_CHARS_MAX = 199;

  /// Longest single line (a name part, a description, a location); beyond it text is cut.
  static final int LINE_CHARS_MAX = 250;

  /// Longest free text (comments); DICOM LT holds 10,240 characters. Beyond it text is cut.
  static final int NOTE_CHARS_MAX = 10_240;

  private Texts() {}

  /// One line of text: line breaks become blanks.
  static String line(String text) {
    return cut(clean(text).replace('\n', ' ').strip(), LINE_CHARS_MAX);
  }

  static Optional<String> line(Optional<String> text) {
    return text.map(Texts::line).filter(line -> !line.isEmpty());
  }

  static List<String> lines(List<String> texts) {
    return texts.stream().map(Texts::line).filter(line -> !line.isEmpty()).toList();
  }

  /// Free text, whose line breaks stay, as line feeds.
  static Optional<String> note(Optional<String> text) {
    return text.map(note -> cut(clean(note).strip(), NOTE_CHARS_MAX))
        .filter(note -> !note.isEmpty());
  }

  /// Text that is never cut, with its line breaks: a report without its end could say the opposite.
  static String whole(String text) {
    return clean(text).strip();
  }

  /// An identifier or code: never cut, since a cut identifier is another identifier.
  ///
  /// @throws IllegalArgumentException if it is blank or longer than the limit
  static String identifier(String what, String value) {
    var cleaned = clean(value).replace('\n', ' ').strip();
    if (cleaned.isEmpty()) {
      throw new IllegalArgumentException(what + " is blank");
    }
    if (cleaned.length() > IDENTIFIER_CHARS_MAX) {
      throw new IllegalArgumentException("%s has %d characters, at most %d are kept"
          .formatted(what, cleaned.length(), IDENTIFIER_CHARS_MAX));
    }
    return cleaned;
  }

  static Optional<String> identifier(String what, Optional<String> value) {
    return value.filter(text -> !text.isBlank()).map(text -> identifier(what, text));
  }

  private static String clean(String text) {
    if (isPlain(text)) {
      return text;
    }
    var breaks = text.replace("\r\n", "\n").replace('\r', '\n');
    var printable = new StringBuilder(breaks.length());
    breaks.codePoints().map(Texts::printable).forEach(printable::appendCodePoint);
    return Normalizer.normalize(printable, Normalizer.Form.NFC);
  }

  private static boolean isPlain(String text) {
    for (int at = 0; at < text.length(); at++) {
      if (text.charAt(at) < ' ' || text.charAt(at) > '~') {
        return false;
      }
    }
    return true;
  }

  private static int printable(int codePoint) {
    if (Character.getType(codePoint) == Character.SURROGATE) {
      return 0xFFFD;
    }
    return codePoint != '\n' && Character.isISOControl(codePoint) ? ' ' : codePoint;
  }

  private static String cut(String text, int charsMax) {
    if (text.length() <= charsMax) {
      return text;
    }
    var end = Character.isHighSurrogate(text.charAt(charsMax - 1)) ? charsMax - 1 : charsMax;
    return text.substring(0, end);
  }
}
