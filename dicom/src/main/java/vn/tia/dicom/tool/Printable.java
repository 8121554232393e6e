package vn.tia.dicom.tool;

import java.text.Normalizer;

/// Text from outside made fit for a terminal: nothing in it steers the terminal or ends a line.
final class Printable {
  private Printable() {}

  static String of(String text) {
    var printable = new StringBuilder(text.length());
    text.codePoints().forEach(point -> append(point, printable));
    return printable.toString();
  }

  private static void append(int point, StringBuilder printable) {
    switch (Character.getType(point)) {
      case Character.CONTROL -> printable.append(switch (point) {
        case '\n' -> "\\n";
        case '\r' -> "\\r";
        case '\t' -> "\\t";
        default -> "\\x%02X".formatted(point);
      });
      // Marks that turn the direction of what follows, and halves of surrogate pairs.
      case Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR -> printable.append("\\u{%X}".formatted(point));
      default -> printable.appendCodePoint(point);
    }
  }

  /// The first characters of a text, with dots where more follow.
  static String cut(String text, int charsMax) {
    if (text.codePointCount(0, text.length()) <= charsMax) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, charsMax - 1)) + "…";
  }

  /// A text filled up with blanks to so many columns; marks that stand on a letter take none.
  static String padded(String text, int columns) {
    return text + " ".repeat(Math.max(0, columns - columns(text)));
  }

  /// How many columns of a terminal a text takes.
  static int columns(String text) {
    return (int) Normalizer.normalize(text, Normalizer.Form.NFC).codePoints()
        .filter(point -> Character.getType(point) != Character.NON_SPACING_MARK)
        .count();
  }
}
