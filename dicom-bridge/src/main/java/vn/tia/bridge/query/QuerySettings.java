package vn.tia.bridge.query;

/// How much one query may answer.
///
/// @param matchesMax matches of one C-FIND, then it ends with A700: 10,000 are more than anybody
///     reads, and take a second or two
/// @param pageRows matches read at once: 200 headers of instances are about a megabyte
/// @param stations in which characters each station is answered
public record QuerySettings(int matchesMax, int pageRows, StationCharacterSets stations) {
  public static final QuerySettings DEFAULT =
      new QuerySettings(10_000, 200, StationCharacterSets.ALL_UTF_8);

  public QuerySettings {
    if (matchesMax < 1 || pageRows < 1) {
      throw new IllegalArgumentException("a query needs at least one match, and one row in a page");
    }
  }

  public QuerySettings withMatchesMax(int other) {
    return new QuerySettings(other, pageRows, stations);
  }

  public QuerySettings with(StationCharacterSets other) {
    return new QuerySettings(matchesMax, pageRows, other);
  }
}
