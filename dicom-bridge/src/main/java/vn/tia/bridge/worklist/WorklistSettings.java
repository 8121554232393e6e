package vn.tia.bridge.worklist;

import vn.tia.bridge.query.StationCharacterSets;

/// How the worklist is served.
///
/// @param matchesMax the most matches of one answer; 1,000 by default, more than a modality can
///     show and less than what fills its memory
/// @param stations in which characters each modality is answered: UTF-8 by default
public record WorklistSettings(int matchesMax, StationCharacterSets stations) {
  public static final WorklistSettings DEFAULT =
      new WorklistSettings(1_000, StationCharacterSets.ALL_UTF_8);

  public WorklistSettings {
    if (matchesMax < 1) {
      throw new IllegalArgumentException("matchesMax must be at least 1, got " + matchesMax);
    }
  }
}
