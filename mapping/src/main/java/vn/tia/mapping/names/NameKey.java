package vn.tia.mapping.names;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// What is left of a name when accents, case, order and punctuation are taken away:
/// `Đặng Thị Hường`, `dang thi huong` and `HUONG^DANG^THI` share the key `dang huong thi`.
///
/// @param words the folded words of the name, sorted
public record NameKey(List<String> words) {
  private static final Pattern NO_LETTERS = Pattern.compile("[^\\p{L}\\p{N}]+");
  private static final int ASCII_END = 0x80;

  public NameKey {
    words = words.stream().sorted().toList();
  }

  /// The key of a name in any spelling: free text, or with the carets of a DICOM person name.
  public static NameKey of(String name) {
    return new NameKey(NO_LETTERS.splitAsStream(fold(name))
        .filter(word -> !word.isEmpty())
        .toList());
  }

  /// Text without accents and case, everything else left as it is: `Đặng^Thị*` is `dang^thi*`.
  public static String fold(String text) {
    return withoutAccents(text).toLowerCase(Locale.ROOT);
  }

  /// Text without accents, in the case it has: what a modality that knows only ASCII can show.
  ///
  /// Compatibility decomposition, so that full-width and ligature letters fold as well; the letters
  /// that Unicode does not decompose (đ, ł, ø, ß …) are spelled out.
  public static String withoutAccents(String text) {
    if (isAscii(text)) {
      return text;
    }
    var decomposed = Normalizer.normalize(text, Normalizer.Form.NFKD);
    var folded = new StringBuilder(decomposed.length());
    for (int at = 0; at < decomposed.length(); ) {
      int point = decomposed.codePointAt(at);
      at += Character.charCount(point);
      if (point < ASCII_END) {
        folded.append((char) point);
      } else if (!isMark(point)) {
        folded.append(spelled(point));
      }
    }
    return folded.toString();
  }

  /// Whether every word asked for begins a word of this name, each word of the name used once.
  public boolean startsWithAll(NameKey asked) {
    var left = new ArrayList<>(words);
    // Longest first, so that a short beginning does not take the word that a long one needs.
    return asked.words.stream()
        .sorted((one, other) -> other.length() - one.length())
        .allMatch(beginning -> take(left, beginning));
  }

  private static boolean take(List<String> left, String beginning) {
    for (var word : left) {
      if (word.startsWith(beginning)) {
        return left.remove(word);
      }
    }
    return false;
  }

  public boolean isEmpty() {
    return words.isEmpty();
  }

  /// The words with one blank between: what is stored and indexed.
  @Override public String toString() {
    return String.join(" ", words);
  }

  private static boolean isAscii(String text) {
    for (int at = 0; at < text.length(); at++) {
      if (text.charAt(at) >= ASCII_END) {
        return false;
      }
    }
    return true;
  }

  private static boolean isMark(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK,
          Character.COMBINING_SPACING_MARK -> true;
      default -> false;
    };
  }

  private static String spelled(int codePoint) {
    return switch (codePoint) {
      case 'đ', 'ð' -> "d";
      case 'Đ', 'Ð' -> "D";
      case 'ł' -> "l";
      case 'Ł' -> "L";
      case 'ø' -> "o";
      case 'Ø' -> "O";
      case 'æ' -> "ae";
      case 'Æ' -> "AE";
      case 'œ' -> "oe";
      case 'Œ' -> "OE";
      case 'ß' -> "ss";
      case 'ı' -> "i";
      default -> Character.toString(codePoint);
    };
  }
}
