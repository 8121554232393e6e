package vn.tia.fhir.search;

/// Which codes a token search means (R4 search, section 3.1.1.4.10).
public sealed interface CodePattern {

  /// `code`: this code in whatever system, or in none.
  record AnySystem(String code) implements CodePattern {}

  /// `system|code`, and `|code` with an empty system for a code that has none.
  record InSystem(String system, String code) implements CodePattern {}

  /// `system|`: whatever code of this system.
  record AnyCode(String system) implements CodePattern {}
}
