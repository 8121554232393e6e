package vn.tia.fhir.search.records;

import java.util.regex.Pattern;

/// Tells the paths of search parameters whose every value is an identifier that the records keep a
/// key of.
final class IdentifierPath {
  /// Such as `DocumentReference.masterIdentifier | DocumentReference.identifier`, each narrowed by
  /// conditions or not.
  private static final String ONE = "\\(?%s\\.(identifier|masterIdentifier)(\\.where\\(.*\\))?\\)?";

  private IdentifierPath() {}

  static boolean isOf(String type, String path) {
    var one = ONE.formatted(Pattern.quote(type));
    return path.matches(one + "(\\s*\\|\\s*" + one + ")*") && !path.contains(".extension");
  }
}
