package vn.tia.fhir.search;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import vn.tia.mapping.names.NameKey;

/// The forms in which a text is indexed and asked for: made here, before any index technology
/// sees it, so that all of them fold alike.
public final class TextForms {
  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final Pattern NO_LETTERS = Pattern.compile("[^\\p{L}\\p{N}\\p{M}]+");

  /// The longest text that is indexed. Longer ones are found by their beginning: index
  /// technologies refuse keys of more than some 32 KB.
  static final int LETTERS_MAX = 1_000;

  private TextForms() {}

  /// The text as it was written, in Unicode's composed form.
  public static String exact(String text) {
    return clip(Normalizer.normalize(text, Normalizer.Form.NFC));
  }

  /// The whole text without accents and letter case, blanks made one.
  public static String folded(String text) {
    return clip(BLANKS.matcher(NameKey.fold(text)).replaceAll(" ").strip());
  }

  /// The words without accents and letter case.
  public static List<String> words(String text) {
    return NameKey.of(clip(text)).words();
  }

  /// The words in lower case with their accents.
  public static List<String> accentedWords(String text) {
    return Arrays.stream(NO_LETTERS.split(exact(text).toLowerCase(Locale.ROOT)))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private static String clip(String text) {
    if (text.length() <= LETTERS_MAX) {
      return text;
    }
    // A pair of surrogates is one letter and stays whole.
    return text.substring(0, text.offsetByCodePoints(0, LETTERS_MAX / 2));
  }
}
