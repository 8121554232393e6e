package vn.tia.mapping.names;

import java.text.Normalizer;
import java.util.function.Predicate;

/// Text as a smaller character set can write it: a letter that the set lacks stands without its
/// accents, a typographic mark as its plain one.
///
/// @param text what can be written; `?` for each character that is lost
/// @param folded how many characters are written otherwise
/// @param lost how many can't be written at all
public record Spelling(String text, int folded, int lost) {
  private static final String DELIMITERS = "\\^=|&~";

  /// The text letter by letter, in composed letters: one-byte sets have no marks by themselves.
  ///
  /// @param isWritable whether the set has every character of a text
  public static Spelling of(String text, Predicate<String> isWritable) {
    var composed = Normalizer.normalize(text, Normalizer.Form.NFC);
    if (isWritable.test(composed)) {
      return new Spelling(composed, 0, 0);
    }
    var written = new StringBuilder(composed.length());
    int folded = 0;
    int lost = 0;
    for (int point : composed.codePoints().toArray()) {
      var letter = Character.toString(point);
      if (isWritable.test(letter)) {
        written.append(letter);
        continue;
      }
      var plain = plain(point, letter);
      if (isWritable.test(plain)) {
        written.append(plain);
        folded++;
      } else {
        written.append('?');
        lost++;
      }
    }
    return new Spelling(written.toString(), folded, lost);
  }

  /// Never a character that parts values in DICOM or HL7, as the full-width ones would become.
  private static String spelled(String letter) {
    var plain = NameKey.withoutAccents(letter);
    return plain.chars().anyMatch(c -> DELIMITERS.indexOf(c) >= 0) ? letter : plain;
  }

  private static String plain(int point, String letter) {
    return switch (point) {
      case '‐', '‑', '‒', '–', '—', '−' -> "-";
      case '‘', '’', '‚', '′' -> "'";
      case '“', '”', '„', '″' -> "\"";
      case '•', '·' -> "*";
      default -> spelled(letter);
    };
  }
}
