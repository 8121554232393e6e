package vn.tia.fhir.rest.query;

/// What becomes of parameters that aren't known (R4 search, section 3.1.1.3).
public enum Handling {
  /// They are ignored, and the answer says so.
  LENIENT,
  /// They make the search bad: `Prefer: handling=strict`.
  STRICT
}
