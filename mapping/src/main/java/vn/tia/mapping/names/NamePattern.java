package vn.tia.mapping.names;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A person name as a query asks for it (PS3.4 section C.2.2.2): whole, or in words with the wild
/// cards `*` and `?`.
///
/// Names are matched word by word, without regard to order and accents: `DANG*H*` asks for a word
/// that begins with `dang` and one that begins with `h`. This finds all that the literal pattern
/// finds, and the same person written in another order.
///
/// @param whole the name asked for, where the query has no wild card
/// @param words the words asked for, in lower case with their accents, wild cards inside
public record NamePattern(NameKey whole, List<String> words) {
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}*?]+");

  public NamePattern {
    words = List.copyOf(words);
  }

  public static NamePattern of(String asked) {
    var text = Normalizer.normalize(asked, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    return new NamePattern(
        hasWildCard(text) ? new NameKey(List.of()) : NameKey.of(text),
        Arrays.stream(BETWEEN_WORDS.split(text)).flatMap(NamePattern::pieces).toList());
  }

  /// Whether every name matches.
  public boolean isUniversal() {
    return words.isEmpty();
  }

  public boolean isWhole() {
    return !whole.isEmpty();
  }

  /// The words asked for without accents, as they are matched.
  public List<String> foldedWords() {
    return words.stream().map(NameKey::fold).toList();
  }

  /// A star in the middle may stand for a blank: `an*binh` is `an*` and `*binh`.
  private static Stream<String> pieces(String word) {
    var inner = word.replaceAll("\\*+", "*").replaceAll("(?<=[^*])\\*(?=[^*])", "*\n*");
    return Stream.of(inner.split("\n")).filter(piece -> !piece.isEmpty() && !piece.equals("*"));
  }

  private static boolean hasWildCard(String text) {
    return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
  }
}
