package vn.tia.fhir.search.lucene;

/// The names of the Lucene fields and the spelling of their terms.
///
/// Each search parameter has one field per form of its values, so that a parameter whose type
/// differs between resource types never gives one Lucene field two layouts.
final class Fields {
  /// Raised with every change of what is written into a document: an older index is rebuilt.
  static final int LAYOUT = 3;

  static final String KEY = "_key";
  static final String TYPE = "_type";
  static final String ID = "_id";
  static final String VERSION = "_version";
  static final String FACILITY = "_facility";
  static final String PRESENT = "_present";

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

  static String grams(String param) {
    return param + ".grams";
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

  /// The field of the values that stand within a scope.
  static String scoped(String field) {
    return field + ".in";
  }

  /// A term within a scope; the length in front keeps any two of them apart.
  static String scoped(String scope, String term) {
    return scope.length() + ":" + scope + term;
  }

  /// A scope as a number, to be one dimension of a range; two scopes share one as good as never.
  static long hash(String scope) {
    var hash = 0xcbf29ce484222325L;
    for (int i = 0; i < scope.length(); i++) {
      hash = (hash ^ scope.charAt(i)) * 0x100000001b3L;
    }
    // The low letters reach the high bits.
    hash = (hash ^ (hash >>> 32)) * 0x9e3779b97f4a7c15L;
    return hash ^ (hash >>> 29);
  }
}
