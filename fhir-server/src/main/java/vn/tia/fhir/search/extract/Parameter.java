package vn.tia.fhir.search.extract;

import java.util.List;
import java.util.Set;

/// A search parameter of one resource type: its code, its type, the FHIRPath of its values, for
/// references the types that may be referred to, and for composites its two parts.
public record Parameter(String code, Kind kind, String path, Set<String> targets, String about,
    List<Part> parts) {

  public Parameter {
    targets = Set.copyOf(targets);
    parts = List.copyOf(parts);
  }

  public Parameter(String code, Kind kind, String path, Set<String> targets, String about) {
    this(code, kind, path, targets, about, List.of());
  }

  /// The search parameter types that are supported (R4 search, section 3.1.1.4.1); `special` is
  /// not.
  public enum Kind { TOKEN, STRING, DATE, REFERENCE, QUANTITY, NUMBER, URI, COMPOSITE }

  /// One part of a composite, with the ways to it from each element of the composite's path.
  public record Part(String code, Kind kind, Set<String> targets, List<Way> ways) {
    public Part {
      targets = Set.copyOf(targets);
      ways = List.copyOf(ways);
    }
  }

  /// A path to the elements that hold both parts, and the path of the part from there.
  public record Way(String root, String path) {}

  /// Under which name the texts that go with a token's codes are indexed (`:text`).
  public static String text(String code) {
    return code + ":text";
  }

  /// Under which name identifiers are indexed by type and value (`:of-type`).
  public static String ofType(String code) {
    return code + ":of-type";
  }

  /// Under which name a quantity sorts.
  public static String sortable(String code) {
    return code + ":sort";
  }
}
