package vn.tia.bridge.retrieve;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// Where instances may be sent, and how many at once.
///
/// @param instancesMax instances of one request, refused with A701 beyond: 100,000 are the whole
///     life of a patient, and their row ids take a few megabytes
public record RetrieveSettings(List<Destination> destinations, int instancesMax) {
  public static final int INSTANCES_MAX = 100_000;

  public RetrieveSettings {
    destinations = List.copyOf(destinations);
    var titles = new HashSet<String>();
    for (var destination : destinations) {
      if (!titles.add(destination.aeTitle())) {
        throw new IllegalArgumentException(
            "the destination " + destination.aeTitle() + " is named twice");
      }
    }
    if (instancesMax < 1) {
      throw new IllegalArgumentException("a retrieval sends at least one instance");
    }
  }

  /// The destination of a title, empty where none is set.
  public Optional<Destination> destination(String aeTitle) {
    return destinations.stream()
        .filter(one -> one.aeTitle().equals(aeTitle.strip()))
        .findFirst();
  }
}
