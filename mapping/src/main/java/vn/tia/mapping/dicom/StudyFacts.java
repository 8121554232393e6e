package vn.tia.mapping.dicom;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.mapping.exam.AssignedId;

/// What one of its instances says of a study.
///
/// @param requestedProcedureId of the first Request Attributes item (0040,0275)
/// @param attributes the elements of patient and study level, as they were read
public record StudyFacts(
    String uid,
    Optional<String> studyId,
    Optional<AssignedId> accession,
    Optional<LocalDate> date,
    Optional<LocalTime> time,
    Optional<ZoneOffset> offset,
    Optional<String> description,
    Optional<String> referrer,
    Optional<String> requestedProcedureId,
    Dataset attributes) {

  /// Reads them from an instance, or from the attributes of an earlier reading.
  ///
  /// @throws IllegalArgumentException if there is no Study Instance UID
  public static StudyFacts of(Dataset dataset) {
    return new StudyFacts(
        dataset.string(Tags.STUDY_INSTANCE_UID)
            .orElseThrow(() -> new IllegalArgumentException("(0020,000D) has no value")),
        Levels.text(dataset, Tags.STUDY_ID),
        Authorities.accession(dataset),
        dataset.string(Tags.STUDY_DATE).flatMap(DicomTimes::date),
        dataset.string(Tags.STUDY_TIME).flatMap(DicomTimes::time),
        dataset.string(Tags.TIMEZONE_OFFSET_FROM_UTC).flatMap(DicomTimes::offset),
        Levels.text(dataset, Tags.STUDY_DESCRIPTION),
        Levels.text(dataset, Tags.REFERRING_PHYSICIAN_NAME),
        requestedProcedureId(dataset),
        Levels.pick(dataset, Levels.PATIENT, Levels.STUDY));
  }

  /// When the study started, where date and time are known, in its own offset or else in this zone.
  public Optional<ZonedDateTime> started(ZoneId zone) {
    return date.flatMap(day -> time.map(
        moment -> day.atTime(moment).atZone(offset.map(ZoneId.class::cast).orElse(zone))));
  }

  private static Optional<String> requestedProcedureId(Dataset dataset) {
    return dataset.items(Tags.REQUEST_ATTRIBUTES_SEQUENCE).stream()
        .flatMap(item -> item.string(Tags.REQUESTED_PROCEDURE_ID).stream())
        .findFirst()
        .or(() -> dataset.string(Tags.REQUESTED_PROCEDURE_ID));
  }
}
