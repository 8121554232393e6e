package vn.tia.bridge.query;

import java.util.Map;

/// Which characters each station can show, by its AE title.
///
/// @param byAe the stations that can't show all of UTF-8; none by default
public record StationCharacterSets(Map<String, StationCharacterSet> byAe) {
  public static final StationCharacterSets ALL_UTF_8 = new StationCharacterSets(Map.of());

  public StationCharacterSets {
    byAe = Map.copyOf(byAe);
    for (var title : byAe.keySet()) {
      if (!title.matches("(?=.*\\S)[ -\\[\\]-~]{1,16}")) {
        throw new IllegalArgumentException(
            "a character set is given for '" + title + "', which is no AE title");
      }
    }
  }

  public StationCharacterSet of(String callingAe) {
    return byAe.getOrDefault(callingAe, StationCharacterSet.UTF_8);
  }
}
