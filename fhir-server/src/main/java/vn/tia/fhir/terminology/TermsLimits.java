package vn.tia.fhir.terminology;

/// How much a question about codes may cost.
///
/// @param codesMax the codes of a value set: a national table has some thousand, SNOMED CT 350,000
/// @param depthMax value sets inside value sets: real ones have two or three
/// @param mapsMax concept maps that are asked for one translation
public record TermsLimits(int codesMax, int depthMax, int mapsMax) {
  public static final TermsLimits DEFAULT = new TermsLimits(50_000, 10, 50);
}
