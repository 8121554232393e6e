package vn.tia.bridge.worklist;

import vn.tia.bridge.query.StationCharacterSets;

/// How the worklist is served.
///
/// @param matchesMax the most matches of one answer; 1,000 by default, more than a modality can
///     show and less than what fills its memory
/// @param stations in which characters each modality is answered: UTF-8 by default
/// @param filters what each modality is shown at most: all of its facility by default
public record WorklistSettings(
    int matchesMax, StationCharacterSets stations, WorklistFilters filters) {
  public static final WorklistSettings DEFAULT =
      new WorklistSettings(1_000, StationCharacterSets.ALL_UTF_8, WorklistFilters.NONE);

  public WorklistSettings {
    if (matchesMax < 1) {
      throw new IllegalArgumentException("matchesMax must be at least 1, got " + matchesMax);
    }
  }
}
