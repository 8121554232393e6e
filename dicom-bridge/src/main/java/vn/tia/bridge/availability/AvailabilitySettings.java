package vn.tia.bridge.availability;

import java.time.Duration;
import java.util.List;
import vn.tia.bridge.retrieve.Destination;

/// Who is told which studies are available, and when.
///
/// @param destinations those that are told, each of the studies of its facility
/// @param retrieveAe the title from which the instances can be retrieved
/// @param rest how long a study rests before it counts as whole where no performed step says so; a
///     minute by default: longer than the pauses of a modality that sends by itself
public record AvailabilitySettings(
    List<Destination> destinations, String retrieveAe, Duration rest) {
  public static final Duration REST = Duration.ofMinutes(1);

  public AvailabilitySettings {
    destinations = List.copyOf(destinations);
    if (rest.isNegative()) {
      throw new IllegalArgumentException("a study can't rest for less than no time");
    }
  }
}
