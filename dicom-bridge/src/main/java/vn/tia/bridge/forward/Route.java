package vn.tia.bridge.forward;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vn.tia.bridge.retrieve.Destination;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.records.deliveries.Delivery;
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

  /// A way on which nothing goes by itself: no sender has this title.
  public static Route onDemand(String name, Destination destination) {
    return new Route(name, destination, Set.of("\\"), Set.of(), Optional.empty(),
        Optional.empty(), List.of());
  }

  /// Instances of a study, to be sent this way.
  ///
  /// @param ids row ids
  /// @param cause why they are sent; for the same cause they are sent once
  public Delivery sending(int facilityId, String study, List<Long> ids, String cause) {
    return new Delivery(facilityId, destination.aeTitle(), Forwarding.KIND,
        new ForwardList(name, ids).encode(), name + " " + study,
        "%s %s %s".formatted(name, cause, study),
        "%d instances by the route %s".formatted(ids.size(), name));
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
