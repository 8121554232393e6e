package vn.tia.mapping.dicom;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.OptionalInt;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;

/// What one of its instances says of a series.
///
/// @param performer the performing physician (0008,1050), else the operator (0008,1070)
/// @param performedDate (0040,0244), the start of its performed procedure step
/// @param attributes the elements of series level, as they were read
public record SeriesFacts(
    String uid,
    Optional<String> modality,
    OptionalInt number,
    Optional<String> description,
    Optional<String> bodyPart,
    Optional<String> laterality,
    Optional<String> institution,
    Optional<String> department,
    Optional<String> stationName,
    Optional<String> performer,
    Optional<LocalDate> date,
    Optional<LocalTime> time,
    Optional<LocalDate> performedDate,
    Dataset attributes) {

  /// Reads them from an instance, or from the attributes of an earlier reading.
  ///
  /// @throws IllegalArgumentException if there is no Series Instance UID
  public static SeriesFacts of(Dataset dataset) {
    return new SeriesFacts(
        dataset.string(Tags.SERIES_INSTANCE_UID)
            .orElseThrow(() -> new IllegalArgumentException("(0020,000E) has no value")),
        Levels.text(dataset, Tags.MODALITY),
        dataset.integer(Tags.SERIES_NUMBER),
        Levels.text(dataset, Tags.SERIES_DESCRIPTION),
        Levels.text(dataset, Tags.BODY_PART_EXAMINED),
        Levels.first(dataset, Tags.LATERALITY, Tags.IMAGE_LATERALITY),
        Levels.text(dataset, Tags.INSTITUTION_NAME),
        Levels.text(dataset, Tags.INSTITUTIONAL_DEPARTMENT_NAME),
        Levels.text(dataset, Tags.STATION_NAME),
        Levels.first(dataset, Tags.PERFORMING_PHYSICIAN_NAME, Tags.OPERATORS_NAME),
        dataset.string(Tags.SERIES_DATE).flatMap(DicomTimes::date),
        dataset.string(Tags.SERIES_TIME).flatMap(DicomTimes::time),
        dataset.string(Tags.PERFORMED_PROCEDURE_STEP_START_DATE).flatMap(DicomTimes::date),
        Levels.pick(dataset, Levels.SERIES));
  }

  /// When the series started, where date and time are known.
  public Optional<ZonedDateTime> started(ZoneId zone) {
    return date.flatMap(day -> time.map(moment -> day.atTime(moment).atZone(zone)));
  }
}
