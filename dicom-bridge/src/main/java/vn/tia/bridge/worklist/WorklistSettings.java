package vn.tia.bridge.worklist;

import java.util.Set;

/// How the worklist is served.
///
/// @param matchesMax the most matches of one answer; 1,000 by default, more than a modality can
///     show and less than what fills its memory
/// @param asciiAes the calling AE titles of modalities that can't show Vietnamese: they get their
///     texts without accents; none by default
public record WorklistSettings(int matchesMax, Set<String> asciiAes) {
  public static final WorklistSettings DEFAULT = new WorklistSettings(1_000, Set.of());

  public WorklistSettings {
    if (matchesMax < 1) {
      throw new IllegalArgumentException("matchesMax must be at least 1, got " + matchesMax);
    }
    asciiAes = Set.copyOf(asciiAes);
  }
}
