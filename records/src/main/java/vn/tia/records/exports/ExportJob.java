package vn.tia.records.exports;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/// An export and how far it has come.
///
/// @param asOf the moment whose state of the records is exported
/// @param place where it goes on
/// @param read how many resources were looked at
/// @param expected how many there are about, once they were counted
public record ExportJob(
    UUID id,
    ExportRequest request,
    Instant asOf,
    State state,
    Place place,
    long read,
    OptionalLong expected,
    Optional<Instant> finished,
    List<ExportFile> files) {

  /// How an export stands.
  public enum State { RUNNING, DONE, FAILED }

  /// Where an export goes on: in a type, by its place in the request, behind an id.
  public record Place(int type, String afterId) {}

  public ExportJob {
    files = List.copyOf(files);
  }
}
