package vn.tia.bridge.forward;

import java.util.Locale;
import java.util.regex.Pattern;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Dictionary;
import vn.tia.dicom.data.Tag;

/// What an attribute of an instance has to be, as `StationName=CT*` or `BodyPartExamined!=HEAD`.
///
/// @param isWanted false where the pattern must not match
record AttributeCondition(Tag tag, Pattern pattern, boolean isWanted) {

  /// Reads the form of the settings: a keyword of PS3.6, `=` or `!=`, and a text in which `*`
  /// stands for anything and `?` for one letter. Case doesn't matter.
  static AttributeCondition of(String text) {
    int equals = text.indexOf('=');
    boolean isWanted = equals < 1 || text.charAt(equals - 1) != '!';
    int end = isWanted ? equals : equals - 1;
    if (end < 1) {
      throw new IllegalArgumentException(
          "a condition is written as Keyword=pattern or Keyword!=pattern, got: " + text);
    }
    var keyword = text.substring(0, end).strip();
    var entry = Dictionary.byKeyword(keyword).orElseThrow(() -> new IllegalArgumentException(
        "a condition names the attribute " + keyword + ", which PS3.6 doesn't have"));
    return new AttributeCondition(
        entry.tag(), pattern(text.substring(equals + 1).strip()), isWanted);
  }

  private static Pattern pattern(String wildcards) {
    var regex = new StringBuilder();
    for (int i = 0; i < wildcards.length(); i++) {
      char letter = wildcards.charAt(i);
      regex.append(letter == '*' ? ".*" : letter == '?' ? "."
          : Pattern.quote(String.valueOf(letter)));
    }
    return Pattern.compile(regex.toString(),
        Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
  }

  /// Whether one of the attribute's values matches; an attribute without one has the value "".
  boolean holds(Dataset dataset) {
    var values = dataset.strings(tag);
    boolean isMatched = values.isEmpty()
        ? matches("") : values.stream().anyMatch(this::matches);
    return isMatched == isWanted;
  }

  private boolean matches(String value) {
    return pattern.matcher(value.strip().toUpperCase(Locale.ROOT)).matches();
  }
}
