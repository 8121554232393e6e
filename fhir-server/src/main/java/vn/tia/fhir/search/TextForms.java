package vn.tia.fhir.search;

import java.text.Normalizer;
import java.util.ArrayList;
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
  public static final int LETTERS_MAX = 1_000;

  /// Letters in a run: two would make common runs, four a dictionary of its own size.
  public static final int GRAM_LETTERS = 3;

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

  /// All runs of up to three letters of a folded text, one from each letter on, in order: a text
  /// has a part of three letters or more where the part's whole runs stand in it in a row, and a
  /// shorter one where it begins a run.
  public static List<String> grams(String folded) {
    var points = folded.codePoints().toArray();
    var grams = new ArrayList<String>(points.length);
    for (int i = 0; i < points.length; i++) {
      grams.add(new String(points, i, Math.min(GRAM_LETTERS, points.length - i)));
    }
    return grams;
  }

  private static String clip(String text) {
    if (text.length() <= LETTERS_MAX) {
      return text;
    }
    // A pair of surrogates is one letter and stays whole.
    return text.substring(0, text.offsetByCodePoints(0, LETTERS_MAX / 2));
  }
}
