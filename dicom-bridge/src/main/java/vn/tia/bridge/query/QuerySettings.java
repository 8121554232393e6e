package vn.tia.bridge.query;

/// How much one query may answer.
///
/// @param matchesMax matches of one C-FIND, then it ends with A700: 10,000 are more than anybody
///     reads, and take a second or two
/// @param pageRows matches read at once: 200 headers of instances are about a megabyte
public record QuerySettings(int matchesMax, int pageRows) {
  public static final QuerySettings DEFAULT = new QuerySettings(10_000, 200);

  public QuerySettings {
    if (matchesMax < 1 || pageRows < 1) {
      throw new IllegalArgumentException("a query needs at least one match, and one row in a page");
    }
  }

  public QuerySettings withMatchesMax(int other) {
    return new QuerySettings(other, pageRows);
  }
}
