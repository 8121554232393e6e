package vn.tia.fhir.search.elastic;

/// The names of the index's fields.
///
/// What is searched for stands in a few fields that all parameters share, so that neither the
/// number of parameters nor a new one changes the mapping. Only what results are sorted by, and
/// the targets that a hit tells, have a field per parameter.
final class Fields {
  /// Raised with every change of what is written into a document: an older index is rebuilt.
  static final int LAYOUT = 4;

  static final String TYPE = "type";
  static final String FACILITY = "facility";
  static final String KEY = "key";
  static final String TERMS = "terms";
  static final String RANGES = "ranges";
  static final String GRAMS = "grams";
  static final String TEXT = "text";
  static final String INSTANT = "instant";
  static final String AMOUNT = "amount";
  static final String LINK = "link";
  static final String CURSOR = "cursor";

  private Fields() {}

  static String key(String type, String id) {
    return type + "/" + id;
  }

  /// The field of a parameter within a group of them.
  static String of(String group, String param) {
    return group + "." + name(param);
  }

  /// A parameter's code as the name of a field: Elasticsearch reads a dot as a path.
  static String name(String param) {
    return param.matches("[A-Za-z_-][A-Za-z0-9_-]*") ? param : "0" + Numbers.digest(param);
  }
}
