package vn.tia.bridge.forward;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vn.tia.bridge.retrieve.Destination;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.records.studies.StoredInstance;

/// A rule by which instances of a facility go on to a destination of that facility.
///
/// @param sources the AE titles whose instances go; empty for all
/// @param modalities those that go; empty for all
/// @param arrival when they have to come, in the facility's time; empty for always
/// @param sending when they are sent, in the facility's time; empty for always
public record Route(
    String name,
    Destination destination,
    Set<String> sources,
    Set<String> modalities,
    Optional<Hours> arrival,
    Optional<Hours> sending,
    List<AttributeCondition> conditions) {

  public Route {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a route needs a name");
    }
    sources = Set.copyOf(sources);
    modalities = Set.copyOf(modalities);
    conditions = List.copyOf(conditions);
  }

  /// Reads the conditions from the form of the settings.
  ///
  /// @throws IllegalArgumentException if one is none
  public static List<AttributeCondition> conditions(List<String> texts) {
    return texts.stream().map(AttributeCondition::of).toList();
  }

  /// Whether an instance goes this way. What came from the destination never goes back there.
  boolean takes(Arrival one) {
    return !one.source().equals(destination.aeTitle())
        && (sources.isEmpty() || sources.contains(one.source()))
        && (modalities.isEmpty()
            || modalities.contains(one.header().string(Tags.MODALITY).orElse("")))
        && arrival.stream().allMatch(hours ->
            hours.contains(one.instance().received().atZone(one.zone()).toLocalTime()))
        && conditions.stream().allMatch(condition -> condition.holds(one.header()));
  }

  /// An instance that came.
  record Arrival(StoredInstance instance, Dataset header, String source, ZoneId zone) {}
}
