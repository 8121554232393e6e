package vn.tia.records.studies;

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

  long findOrCreate(long studyId, NewInstance instance) {
    return database.jdbc()
        .sql("SELECT id FROM series WHERE study_id = ? AND series_instance_uid = ?")
        .params(studyId, instance.series().uid())
        .query(Long.class)
        .optional()
        .orElseGet(() -> create(studyId, instance));
  }

  private long create(long studyId, NewInstance instance) {
    var series = instance.series();
    return database.jdbc().sql("""
            INSERT INTO series (facility_id, study_id, series_instance_uid, modality,
              series_number, description_key, body_part, institution_key, department_key,
              station_name, performer_key, performed_date, attributes, request_accessions,
              request_procedures, request_steps)
            VALUES (:facility, :study, :uid, :modality, :number, :description, :bodyPart,
              :institution, :department, :station, :performer, :performed, :attributes,
              :accessions, :procedures, :steps)
            RETURNING id""")
        .param("facility", instance.facilityId())
        .param("study", studyId)
        .param("uid", series.uid())
        .param("modality", series.modality().orElse(null))
        .param("number", series.number().isPresent() ? series.number().getAsInt() : null)
        .param("description", folded(series.description()))
        .param("bodyPart", series.bodyPart().orElse(null))
        .param("institution", folded(series.institution()))
        .param("department", folded(series.department()))
        .param("station", series.stationName().orElse(null))
        .param("performer", series.performer().map(NameKey::of).map(NameKey::toString).orElse(null))
        .param("performed", series.performedDate().orElse(null))
        .param("attributes", Encoded.plain(series.attributes()))
        .param("accessions", requests(instance, Tags.ACCESSION_NUMBER))
        .param("procedures", requests(instance, Tags.REQUESTED_PROCEDURE_ID))
        .param("steps", requests(instance, Tags.SCHEDULED_PROCEDURE_STEP_ID))
        .query(Long.class)
        .single();
  }

  /// What the items of its request say under a tag.
  private static String[] requests(NewInstance instance, Tag tag) {
    return instance.header().dataset().items(Tags.REQUEST_ATTRIBUTES_SEQUENCE).stream()
        .flatMap(item -> item.string(tag).stream())
        .map(value -> value.replace("\0", ""))
        .distinct().toArray(String[]::new);
  }

  void count(long seriesId, int added) {
    database.jdbc().sql("UPDATE series SET instance_count = instance_count + ? WHERE id = ?")
        .params(added, seriesId)
        .update();
  }

  private static @Nullable String folded(Optional<String> text) {
    return text.map(NameKey::fold).orElse(null);
  }
}
