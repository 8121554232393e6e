package vn.tia.mapping.exam;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One step that a modality is to perform: an item of the Scheduled Procedure Step Sequence.
///
/// @param id (0040,0009); made by Tia where the order brings none
/// @param description (0040,0007)
/// @param modality (0008,0060)
/// @param stationAes the stations that may perform it, (0040,0001); none: any of its modality
/// @param stationNames (0040,0010)
/// @param location (0040,0011)
/// @param start (0040,0002) and (0040,0003); the arrival of the order where none is said
/// @param protocolCodes (0040,0008), best first
/// @param performers (0040,0006)
/// @param preMedication (0040,0012)
/// @param contrastAgent (0032,1070)
/// @param comments (0040,0400)
public record ScheduledStep(
    Optional<String> id,
    Optional<String> description,
    Optional<String> modality,
    List<String> stationAes,
    List<String> stationNames,
    Optional<String> location,
    Optional<Instant> start,
    List<Coded> protocolCodes,
    List<Practitioner> performers,
    Optional<String> preMedication,
    Optional<String> contrastAgent,
    Optional<String> comments) {

  public ScheduledStep {
    id = Texts.identifier("a scheduled procedure step id", id);
    description = Texts.line(description);
    modality = Texts.identifier("a modality", modality);
    stationAes = Texts.lines(stationAes);
    stationNames = Texts.lines(stationNames);
    location = Texts.line(location);
    protocolCodes = List.copyOf(protocolCodes);
    performers = List.copyOf(performers);
    preMedication = Texts.line(preMedication);
    contrastAgent = Texts.line(contrastAgent);
    comments = Texts.note(comments);
  }

  /// This step brought up to date by a later message: what that doesn't say stays.
  ///
  /// @param cleared the names of values that it takes back, such as `step.location`
  public ScheduledStep updatedBy(ScheduledStep later, Set<String> cleared) {
    return new ScheduledStep(
        later.id.or(() -> id),
        said("description", later.description, description, cleared),
        said("modality", later.modality, modality, cleared),
        said("stationAes", later.stationAes, stationAes, cleared),
        said("stationNames", later.stationNames, stationNames, cleared),
        said("location", later.location, location, cleared),
        later.start.or(() -> start),
        said("protocolCodes", later.protocolCodes, protocolCodes, cleared),
        said("performers", later.performers, performers, cleared),
        said("preMedication", later.preMedication, preMedication, cleared),
        said("contrastAgent", later.contrastAgent, contrastAgent, cleared),
        said("comments", later.comments, comments, cleared));
  }

  private static <T> Optional<T> said(
      String name, Optional<T> later, Optional<T> now, Set<String> cleared) {
    return later.isPresent() || cleared.contains("step." + name) ? later : now;
  }

  private static <T> List<T> said(
      String name, List<T> later, List<T> now, Set<String> cleared) {
    return later.isEmpty() && !cleared.contains("step." + name) ? now : later;
  }

  /// The same step at another time, elsewhere and by others where that is said.
  public ScheduledStep scheduledAt(
      Instant time, Optional<String> place, List<Practitioner> who) {
    return new ScheduledStep(id, description, modality, stationAes, stationNames,
        place.or(() -> location), Optional.of(time), protocolCodes,
        who.isEmpty() ? performers : who, preMedication, contrastAgent, comments);
  }

  /// The same step under an id, and with a start where it has none.
  public ScheduledStep as(String stepId, Instant startOtherwise) {
    return new ScheduledStep(Optional.of(stepId), description, modality, stationAes, stationNames,
        location, start.or(() -> Optional.of(startOtherwise)), protocolCodes, performers,
        preMedication, contrastAgent, comments);
  }
}
