package vn.tia.dicom.deidentify;

import java.text.Normalizer;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Vr;

/// The words by which an object names persons, places and cases: they may stand in its descriptions
/// too, with or without accents.
final class Identifiers {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+");

  /// Numbers as long as this may be identifiers, dates or telephone numbers.
  private static final Pattern LONG_NUMBER = Pattern.compile(".*\\p{N}{4}.*");

  /// A single letter points at nobody, and would tear every text apart.
  private static final int LETTERS_MIN = 2;

  private final Set<String> words = new HashSet<>();

  private Identifiers() {}

  static Identifiers of(Dataset dataset) {
    var identifiers = new Identifiers();
    identifiers.collect(dataset);
    return identifiers;
  }

  private void collect(Dataset dataset) {
    dataset.elements().forEach(element -> {
      element.items().forEach(this::collect);
      if (names(element)) {
        element.strings().forEach(this::collect);
      }
    });
  }

  /// Whether the profile takes the element for an identifier, and it is words.
  private static boolean names(Element element) {
    if (element.vr() == Vr.PN) {
      return true;
    }
    return switch (element.vr()) {
      case AE, LO, LT, SH, ST, UC, UT -> Profile.basic(element.tag()).isPresent()
          && !Profile.isDescriptor(element.tag());
      default -> false;
    };
  }

  private void collect(String text) {
    Matcher word = WORD.matcher(text);
    while (word.find()) {
      if (word.group().length() >= LETTERS_MIN) {
        words.add(folded(word.group()));
      }
    }
  }

  /// The text with a star for each word that names somebody, and each long number.
  String cleaned(String text) {
    return WORD.matcher(text).replaceAll(word ->
        words.contains(folded(word.group())) || LONG_NUMBER.matcher(word.group()).matches()
            ? "*" : Matcher.quoteReplacement(word.group()));
  }

  /// Without accents and case: `Đặng` and `DANG` are one name.
  private static String folded(String word) {
    return Normalizer.normalize(word, Normalizer.Form.NFD)
        .replaceAll("\\p{M}", "").toLowerCase(Locale.ROOT).replace('đ', 'd');
  }
}
