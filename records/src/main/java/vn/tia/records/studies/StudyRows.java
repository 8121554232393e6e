package vn.tia.records.studies;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import vn.tia.mapping.exam.AssignedId;
import vn.tia.mapping.names.NameKey;
import vn.tia.records.database.Database;

/// Writes the rows of studies.
final class StudyRows {

  private final Database database;
  private final StudyLinks links;

  StudyRows(Database database, StudyLinks links) {
    this.database = database;
    this.links = links;
  }

  /// The row of an instance's study, locked until the transaction ends.
  long findOrCreate(NewInstance instance) {
    return find(instance).orElseGet(() -> create(instance));
  }

  private Optional<Long> find(NewInstance instance) {
    return database.jdbc().sql("""
            SELECT id FROM study WHERE study_instance_uid = ? AND facility_id = ? FOR UPDATE""")
        .params(instance.study().uid(), instance.facilityId())
        .query(Long.class)
        .optional();
  }

  private long create(NewInstance instance) {
    var study = instance.study();
    var linked = links.link(instance);
    return database.jdbc().sql("""
            INSERT INTO study (facility_id, study_instance_uid, patient_id, order_id, study_id,
              accession_number, accession_system, study_date, study_time, description_key,
              referrer_key, attributes)
            VALUES (:facility, :uid, :patient, :order, :studyId, :accession, :system, :date, :time,
              :description, :referrer, :attributes)
            RETURNING id""")
        .param("facility", instance.facilityId())
        .param("uid", study.uid())
        .param("patient", linked.patientId())
        .param("order", linked.orderId().orElse(null))
        .param("studyId", study.studyId().orElse(null))
        .param("accession", study.accession().map(AssignedId::value).orElse(null))
        .param("system", linked.accessionSystem().orElse(null))
        .param("date", study.date().orElse(null))
        .param("time", study.time().orElse(null))
        .param("description", study.description().map(NameKey::fold).orElse(null))
        .param("referrer", study.referrer().map(NameKey::of).map(NameKey::toString).orElse(null))
        .param("attributes", Encoded.plain(study.attributes()))
        .query(Long.class)
        .single();
  }

  /// Counts what came, and recomputes what only the whole study knows.
  void changed(long studyId, List<NewInstance> added) {
    database.jdbc().sql("""
            UPDATE study SET version = version + 1, changed = now(),
              instance_count = instance_count + :count,
              series_count = (SELECT count(*) FROM series WHERE study_id = :id),
              modalities = ARRAY(SELECT DISTINCT modality FROM series
                WHERE study_id = :id AND modality IS NOT NULL ORDER BY 1),
              sop_classes = ARRAY(SELECT DISTINCT class FROM unnest(
                sop_classes || :classes::text[]) AS class ORDER BY 1)
            WHERE id = :id""")
        .param("id", studyId)
        .param("count", added.size())
        .param("classes", added.stream()
            .map(one -> one.instance().sopClassUid()).distinct().toArray(String[]::new))
        .update();
  }

  /// Asks for a new ImagingStudy after the study has rested.
  void project(long studyId, int facilityId, Duration rest) {
    project(database, studyId, facilityId, rest);
  }

  static void project(Database database, long studyId, int facilityId, Duration rest) {
    database.jdbc().sql("""
            INSERT INTO study_projection (study_id, facility_id, due)
            VALUES (?, ?, now() + make_interval(secs => ?)) ON CONFLICT DO NOTHING""")
        .params(studyId, facilityId, rest.toMillis() / 1000.0)
        .update();
  }
}
