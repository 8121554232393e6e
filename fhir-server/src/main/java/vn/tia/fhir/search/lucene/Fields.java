package vn.tia.fhir.search.lucene;

import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.NumericUtils;
import vn.tia.fhir.search.CodePattern;

/// The names of the Lucene fields and the spelling of their terms.
///
/// Each search parameter has one field per form of its values, so that a parameter whose type
/// differs between resource types never gives one Lucene field two layouts.
final class Fields {
  /// Raised with every change of what is written into a document: an older index is rebuilt.
  static final int LAYOUT = 1;

  static final String KEY = "_key";
  static final String TYPE = "_type";
  static final String ID = "_id";
  static final String VERSION = "_version";
  static final String FACILITY = "_facility";
  static final String PRESENT = "_present";

  private static final char SEPARATOR = '\u0000';

  private Fields() {}

  static String key(String type, String id) {
    return type + "/" + id;
  }

  static String code(String param) {
    return param + ".code";
  }

  static String identifier(String param) {
    return param + ".identifier";
  }

  static String whole(String param) {
    return param + ".whole";
  }

  static String exact(String param) {
    return param + ".exact";
  }

  static String word(String param) {
    return param + ".word";
  }

  static String accented(String param) {
    return param + ".accented";
  }

  static String period(String param) {
    return param + ".period";
  }

  static String link(String param) {
    return param + ".link";
  }

  static String linkId(String param) {
    return param + ".linkId";
  }

  static String uri(String param) {
    return param + ".uri";
  }

  static String amount(String param) {
    return param + ".amount";
  }

  static String textKey(String param) {
    return param + ".textKey";
  }

  static String instantKey(String param) {
    return param + ".instantKey";
  }

  static String amountKey(String param) {
    return param + ".amountKey";
  }

  /// The one term under which all values that fit the pattern are indexed.
  static String term(CodePattern pattern) {
    return switch (pattern) {
      case CodePattern.AnySystem(var code) -> "c" + SEPARATOR + code;
      case CodePattern.InSystem(var system, var code) ->
          "b" + SEPARATOR + system + SEPARATOR + code;
      case CodePattern.AnyCode(var system) -> "s" + SEPARATOR + system;
    };
  }

  /// A term that sorts by the value within its unit, so that a range of numbers in a unit is a
  /// range of terms, and never joins one value's number with another one's unit.
  static BytesRef amountTerm(String unit, double value) {
    var sortable = NumericUtils.doubleToSortableLong(value) ^ Long.MIN_VALUE;
    return new BytesRef("%s%c%016x".formatted(unit, '\u0001', sortable));
  }
}
