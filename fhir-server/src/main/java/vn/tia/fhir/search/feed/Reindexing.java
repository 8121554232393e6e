package vn.tia.fhir.search.feed;

/// How far the building of an index beside the live one has come.
///
/// @param resources taken in so far
public record Reindexing(State state, long resources) {
  static final Reindexing NONE = new Reindexing(State.NONE, 0);

  /// Where it stands.
  public enum State {
    /// None was asked for since this process started.
    NONE,
    RUNNING,
    /// Searches are answered from what was built.
    DONE,
    /// The live index stays; the log says why.
    FAILED
  }
}
