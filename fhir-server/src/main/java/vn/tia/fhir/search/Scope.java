package vn.tia.fhir.search;

import java.util.List;

/// The names of scopes: what an index value was said under.
///
/// A code is met by its own name, by its system and by both, so what is said under it is indexed
/// under all three names, and a query asks for one.
public final class Scope {
  private static final char SEPARATOR = '\u0000';

  private Scope() {}

  /// The scope of the codes that fit the pattern.
  public static String of(CodePattern pattern) {
    return switch (pattern) {
      case CodePattern.AnySystem(var code) -> "c" + SEPARATOR + code;
      case CodePattern.InSystem(var system, var code) ->
          "b" + SEPARATOR + system + SEPARATOR + code;
      case CodePattern.AnyCode(var system) -> "s" + SEPARATOR + system;
    };
  }

  /// All scopes of a code: one for each pattern that it fits.
  public static List<String> of(IndexValue.Code code) {
    return List.of(of(new CodePattern.AnySystem(code.code())),
        of(new CodePattern.InSystem(code.system(), code.code())),
        of(new CodePattern.AnyCode(code.system())));
  }

  /// The scope of what refers to a resource.
  public static String of(IndexValue.Link link) {
    return "l" + SEPARATOR + link.path();
  }

  /// The scope of amounts in UCUM's base units, so that 1 g and 1000 mg are one.
  public static String canonicalUnit(String code) {
    return "u" + SEPARATOR + code;
  }

  public static boolean isCanonicalUnit(String scope) {
    return scope.startsWith("u" + SEPARATOR);
  }

  /// One scope within another.
  public static String within(String outer, String inner) {
    return outer + SEPARATOR + SEPARATOR + inner;
  }
}
