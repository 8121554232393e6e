package vn.tia.mapping.dicom.sr;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.PartialDateTime;
import vn.tia.dicom.data.Tags;
import vn.tia.mapping.dicom.DicomTimes;

/// A structured report: what its modules say of it (PS3.3 sections C.17.2 and C.17.3), and its
/// content.
///
/// @param observers who verified it; where nobody did, its authors
/// @param predecessors the documents in whose place it stands, by SOP Instance UID
/// @param studies the studies of its evidence, by UID
/// @param writtenAt content date and time
public record SrDocument(
    String uid,
    String sopClassUid,
    Flags flags,
    Optional<Instant> writtenAt,
    List<Observer> observers,
    List<String> predecessors,
    List<String> studies,
    Device device,
    ContentItem content) {

  /// Enough for the largest department, few enough for a page.
  private static final int OBSERVERS_MAX = 50;
  private static final int REFERENCES_MAX = 200;

  public SrDocument {
    observers = List.copyOf(observers);
    predecessors = List.copyOf(predecessors);
    studies = List.copyOf(studies);
  }

  /// How far it is: (0040,A491), (0040,A493) and (0040,A496).
  public record Flags(boolean isComplete, boolean isVerified, boolean isPreliminary) {}

  /// A person who verified or wrote it.
  ///
  /// @param name as PN
  /// @param at when they verified it
  public record Observer(String name, Optional<String> id, Optional<String> scheme,
      Optional<Instant> at) {}

  /// The equipment of its series.
  public record Device(Optional<String> manufacturer, Optional<String> model,
      Optional<String> serialNumber, Optional<String> station) {}

  /// Reads a document.
  ///
  /// @param zone where its times are meant, unless it says so itself
  /// @throws SrException if it has no UID, or its content is larger than the limits
  public static SrDocument of(Dataset dataset, ZoneId zone, SrLimits limits) {
    var clock = dataset.string(Tags.TIMEZONE_OFFSET_FROM_UTC).flatMap(DicomTimes::offset)
        .map(ZoneId.class::cast).orElse(zone);
    var flags = new Flags(
        dataset.string(Tags.COMPLETION_FLAG).filter("COMPLETE"::equals).isPresent(),
        dataset.string(Tags.VERIFICATION_FLAG).filter("VERIFIED"::equals).isPresent(),
        dataset.string(Tags.PRELIMINARY_FLAG).filter("PRELIMINARY"::equals).isPresent());
    return new SrDocument(
        dataset.string(Tags.SOP_INSTANCE_UID)
            .orElseThrow(() -> new SrException("(0008,0018) has no value")),
        dataset.string(Tags.SOP_CLASS_UID).orElse(""),
        flags,
        written(dataset, clock),
        observers(dataset, clock),
        uids(dataset.items(Tags.PREDECESSOR_DOCUMENTS_SEQUENCE)),
        dataset.items(Tags.CURRENT_REQUESTED_PROCEDURE_EVIDENCE_SEQUENCE).stream()
            .flatMap(study -> study.string(Tags.STUDY_INSTANCE_UID).stream())
            .distinct().limit(REFERENCES_MAX).toList(),
        new Device(dataset.string(Tags.MANUFACTURER), dataset.string(Tags.MANUFACTURER_MODEL_NAME),
            dataset.string(Tags.DEVICE_SERIAL_NUMBER), dataset.string(Tags.STATION_NAME)),
        new ContentTree(limits).read(dataset));
  }

  /// What a DATETIME means, in its own offset or else in a zone; empty where it is no whole day.
  static Optional<Instant> instant(String value, ZoneId zone) {
    return PartialDateTime.parse(value)
        .filter(_ -> value.strip().length() >= 8)
        .map(time -> time.offset().map(offset -> time.earliest().toInstant(offset))
            .orElseGet(() -> time.earliest().atZone(zone).toInstant()));
  }

  private static Optional<Instant> written(Dataset dataset, ZoneId zone) {
    return dataset.string(Tags.CONTENT_DATE).flatMap(DicomTimes::date)
        .map(day -> LocalDateTime.of(day, dataset.string(Tags.CONTENT_TIME)
            .flatMap(DicomTimes::time).orElse(LocalTime.MIDNIGHT)).atZone(zone).toInstant());
  }

  private static List<Observer> observers(Dataset dataset, ZoneId zone) {
    var verifying = dataset.items(Tags.VERIFYING_OBSERVER_SEQUENCE).stream()
        .limit(OBSERVERS_MAX)
        .flatMap(item -> item.string(Tags.VERIFYING_OBSERVER_NAME)
            .map(name -> observer(item, name, zone)).stream())
        .toList();
    return verifying.isEmpty()
        ? dataset.items(Tags.AUTHOR_OBSERVER_SEQUENCE).stream()
            .limit(OBSERVERS_MAX)
            .flatMap(item -> item.string(Tags.PERSON_NAME).map(name -> new Observer(
                name, Optional.empty(), Optional.empty(), Optional.empty())).stream())
            .toList()
        : verifying;
  }

  private static Observer observer(Dataset item, String name, ZoneId zone) {
    var code = Concepts.first(item, Tags.VERIFYING_OBSERVER_IDENTIFICATION_CODE_SEQUENCE);
    return new Observer(name, code.map(one -> one.code()), code.flatMap(one -> one.scheme()),
        item.string(Tags.VERIFICATION_DATE_TIME).flatMap(value -> instant(value, zone)));
  }

  private static List<String> uids(List<Dataset> studies) {
    return studies.stream()
        .flatMap(study -> study.items(Tags.REFERENCED_SERIES_SEQUENCE).stream())
        .flatMap(series -> series.items(Tags.REFERENCED_SOP_SEQUENCE).stream())
        .flatMap(object -> object.string(Tags.REFERENCED_SOP_INSTANCE_UID).stream())
        .distinct().limit(REFERENCES_MAX).toList();
  }
}
