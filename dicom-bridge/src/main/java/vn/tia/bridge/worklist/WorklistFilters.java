package vn.tia.bridge.worklist;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vn.tia.records.worklist.TextPattern;
import vn.tia.records.worklist.WorklistKey;
import vn.tia.records.worklist.WorklistKey.Field;

/// Which steps a modality is shown, whatever it asks for: a calling AE title's own conditions, else
/// those of `*`, else none. For devices that can't ask for less than all.
public final class WorklistFilters {
  /// Every modality sees what it asks for.
  public static final WorklistFilters NONE = new WorklistFilters(Map.of());

  private static final String ANY = "*";
  private static final String OWN_STATION = "own-station";
  private static final Map<String, Field> FIELDS = Map.of("station", Field.STATION_AE, "modality",
      Field.MODALITY, "department", Field.DEPARTMENT, "institution", Field.INSTITUTION);

  private final Map<String, List<Function<String, WorklistKey>>> filters;

  /// @param texts by AE title, conditions that all hold: `own-station`, the steps for the caller's
  ///     own title or for none; `station=`, `modality=`, `department=` or `institution=` with
  ///     patterns, of which one matches, between `+`
  /// @throws IllegalArgumentException if one is none of these
  public WorklistFilters(Map<String, List<String>> texts) {
    this.filters = texts.entrySet().stream().collect(Collectors.toUnmodifiableMap(
        entry -> entry.getKey().strip(),
        entry -> entry.getValue().stream().map(WorklistFilters::condition).toList()));
  }

  List<WorklistKey> of(String callingAe) {
    var title = callingAe.strip();
    return filters.getOrDefault(title, filters.getOrDefault(ANY, List.of())).stream()
        .map(condition -> condition.apply(title))
        .toList();
  }

  private static Function<String, WorklistKey> condition(String text) {
    if (text.strip().equals(OWN_STATION)) {
      return title -> new WorklistKey.Text(Field.STATION_AE, List.of(new TextPattern(title)));
    }
    var parts = text.strip().split("=", 2);
    var field = FIELDS.get(parts[0].strip());
    if (field == null || parts.length < 2 || parts[1].isBlank()) {
      throw new IllegalArgumentException("a worklist filter is own-station, station=, modality=,"
          + " department= or institution= with patterns, got: " + text);
    }
    var patterns = Stream.of(parts[1].split("\\+"))
        .map(String::strip).map(TextPattern::new).toList();
    return _ -> new WorklistKey.Text(field, patterns);
  }
}
