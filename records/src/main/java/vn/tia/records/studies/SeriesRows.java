package vn.tia.records.studies;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.mapping.names.NameKey;
import vn.tia.records.database.Database;

/// Writes the rows of series.
final class SeriesRows {

  private final Database database;

  SeriesRows(Database database) {
    this.database = database;
  }

  /// How many instances a series has got.
  record Change(long seriesId, int added) {}

  /// A new row, written with the next round trip.
  long create(long studyId, NewInstance instance) {
    var series = instance.series();
    long id = database.next("series_id_seq");
    database.later("""
            INSERT INTO series (id, facility_id, study_id, series_instance_uid, modality,
              series_number, description_key, body_part, institution_key, department_key,
              station_name, performer_key, performed_date, attributes, request_accessions,
              request_procedures, request_steps)
            OVERRIDING SYSTEM VALUE
            VALUES (?, ?, ?, ?, ?, ?::int, ?, ?, ?, ?, ?, ?, ?::date, ?, ?::text[], ?::text[],
              ?::text[])""",
        id, instance.facilityId(), studyId, series.uid(), series.modality().orElse(null),
        series.number().isPresent() ? series.number().getAsInt() : null,
        folded(series.description()), series.bodyPart().orElse(null),
        folded(series.institution()), folded(series.department()),
        series.stationName().orElse(null),
        series.performer().map(NameKey::of).map(NameKey::toString).orElse(null),
        series.performedDate().orElse(null), Encoded.plain(series.attributes()),
        requests(instance, Tags.ACCESSION_NUMBER),
        requests(instance, Tags.REQUESTED_PROCEDURE_ID),
        requests(instance, Tags.SCHEDULED_PROCEDURE_STEP_ID));
    return id;
  }

  /// What the items of its request say under a tag.
  private static String[] requests(NewInstance instance, Tag tag) {
    return instance.header().dataset().items(Tags.REQUEST_ATTRIBUTES_SEQUENCE).stream()
        .flatMap(item -> item.string(tag).stream())
        .map(value -> value.replace("\0", ""))
        .distinct().toArray(String[]::new);
  }

  /// Counts what came, with the next round trip.
  void count(List<Change> changes) {
    database.later("""
            UPDATE series SET instance_count = instance_count + more.count
            FROM unnest(?::bigint[], ?::int[]) AS more (id, count) WHERE series.id = more.id""",
        changes.stream().map(Change::seriesId).toArray(Long[]::new),
        changes.stream().map(Change::added).toArray(Integer[]::new));
  }

  private static @Nullable String folded(Optional<String> text) {
    return text.map(NameKey::fold).orElse(null);
  }
}
