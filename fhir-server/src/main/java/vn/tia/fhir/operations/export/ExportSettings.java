package vn.tia.fhir.operations.export;

import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/// How exports are worked on.
///
/// @param directory where their files are; the same one for all nodes
/// @param keep how long files can be fetched after an export has ended
/// @param limits how much is done at once
public record ExportSettings(Path directory, Duration keep, Limits limits) {

  /// How much is done at once.
  ///
  /// @param runningMax exports that are not ended; a further one is told to come back (429)
  /// @param pageResources resources between two notes of how far it has come: a second's work
  /// @param fileResources resources in a file, so that clients fetch several at once
  /// @param workerDeadAfter how long a silent worker's export waits for another worker
  /// @param membersMax the patients of a group
  /// @param filtersMax searches by which types are filtered: each resource is held against them
  public record Limits(int runningMax, int pageResources, int fileResources,
      Duration workerDeadAfter, int membersMax, int filtersMax) {
    public static final Limits DEFAULT =
        new Limits(10, 1_000, 200_000, Duration.ofSeconds(20), 100_000, 50);
  }

  public static ExportSettings in(Path directory) {
    return new ExportSettings(directory, Duration.ofHours(24), Limits.DEFAULT);
  }

  Path directory(UUID id) {
    return directory.resolve(id.toString());
  }

  Path file(UUID id, int number) {
    return directory(id).resolve(number + ".ndjson");
  }
}
