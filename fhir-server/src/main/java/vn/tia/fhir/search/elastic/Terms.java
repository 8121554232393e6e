package vn.tia.fhir.search.elastic;

import java.util.List;
import java.util.stream.Collectors;
import vn.tia.fhir.search.TextForms;

/// The spelling of terms: what form of a value, of which parameter, within which scope, and the
/// value itself.
final class Terms {
  private static final char SEPARATOR = '\u0000';

  /// The longest value that is a term as it is; Lucene, below, takes some 32 KB in UTF-8.
  private static final int LETTERS_MAX = 8_000;

  /// Where blanks are moved to in a run of letters, since blanks separate runs.
  private static final int BLANKS = 0xF0000;

  private Terms() {}

  /// What a term says of a value.
  enum Form {
    CODE("c"), IDENTIFIER("i"), WHOLE("w"), EXACT("e"), WORD("o"), ACCENTED("a"), LINK("l"),
    LINK_ID("d"), URI("u"), PRESENT("p"), ID("n"), PERIOD("t"), AMOUNT("q");

    private final String letter;

    Form(String letter) {
      this.letter = letter;
    }
  }

  /// A value of a parameter.
  static String of(Form form, String param, String value) {
    return form.letter + param + SEPARATOR + bounded(value);
  }

  /// A value within a scope; the length in front keeps any two of them apart.
  static String scoped(Form form, String param, String scope, String value) {
    var known = bounded(scope);
    return "+" + form.letter + param + SEPARATOR + known.length() + ":" + known + bounded(value);
  }

  // A longer one is found by the very same value only, as all values of such a length are.
  private static String bounded(String value) {
    return value.length() <= LETTERS_MAX ? value : SEPARATOR + Numbers.digest(value);
  }

  /// The space of the ranges of a parameter, without a scope.
  static long space(Form form, String param) {
    return Numbers.space(form.letter + param);
  }

  /// The space of the ranges of a parameter within a scope.
  static long space(Form form, String param, String scope) {
    return Numbers.space("+" + form.letter + param + SEPARATOR + scope);
  }

  /// The runs of letters of a folded text of a parameter as words with blanks between them.
  static String grams(String param, List<String> grams) {
    return grams.stream().map(gram -> gram(param, gram)).collect(Collectors.joining(" "));
  }

  /// One run of letters of a parameter, or the beginning of one.
  static String gram(String param, String gram) {
    var text = new StringBuilder(Fields.name(param)).append(':');
    gram.codePoints().forEach(letter ->
        text.appendCodePoint(Character.isWhitespace(letter) ? BLANKS + letter : letter));
    return text.toString();
  }

  /// How many whole runs of letters a part of a text has.
  static int wholeGrams(List<String> grams) {
    return grams.size() - TextForms.GRAM_LETTERS + 1;
  }
}
