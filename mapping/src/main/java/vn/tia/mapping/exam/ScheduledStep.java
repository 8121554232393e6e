package vn.tia.mapping.exam;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

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
}
