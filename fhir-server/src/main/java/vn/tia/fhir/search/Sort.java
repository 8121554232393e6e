package vn.tia.fhir.search;

/// One key of the order of a result. Resources without a value come last, whatever the direction;
/// one with several values stands where the first of them in that direction belongs (R4 search,
/// section 3.1.1.5.1). Periods sort by their beginning, amounts by their low end.
public record Sort(String param, Kind kind, Direction direction) {

  /// The best match first: a name with the very accents asked for before one without.
  public static final Sort BEST = new Sort("_score", Kind.RANK, Direction.DESCENDING);

  /// The latest change first.
  public static final Sort NEWEST =
      new Sort("_lastUpdated", Kind.INSTANT, Direction.DESCENDING);

  /// What is compared.
  public enum Kind { RANK, TEXT, INSTANT, AMOUNT }

  /// Which end comes first.
  public enum Direction { ASCENDING, DESCENDING }
}
