package vn.tia.fhir.search.extract;

import java.util.Set;

/// A search parameter of one resource type: its code, its type, the FHIRPath of its values and,
/// for references, the types that may be referred to.
public record Parameter(String code, Kind kind, String path, Set<String> targets, String about) {

  public Parameter {
    targets = Set.copyOf(targets);
  }

  /// The search parameter types that are supported (R4 search, section 3.1.1.4.1); `composite`
  /// and `special` are not.
  public enum Kind { TOKEN, STRING, DATE, REFERENCE, QUANTITY, NUMBER, URI }
}
