package vn.tia.fhir.terminology;

/// How two codes of a system stand to each other.
public enum Subsumption {
  EQUIVALENT("equivalent"),
  SUBSUMES("subsumes"),
  SUBSUMED_BY("subsumed-by"),
  NOT_SUBSUMED("not-subsumed");

  private final String code;

  Subsumption(String code) {
    this.code = code;
  }

  /// The code of R4's value set concept-subsumption-outcome.
  public String code() {
    return code;
  }
}
