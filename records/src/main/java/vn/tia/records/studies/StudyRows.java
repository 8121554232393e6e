package vn.tia.records.studies;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
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

  /// What a study has got.
  ///
  /// @param isGrown whether a series is new
  record Change(long studyId, boolean isGrown, List<NewInstance> added) {
    String classes() {
      return added.stream().map(one -> one.instance().sopClassUid()).distinct()
          .collect(Collectors.joining(" "));
    }
  }

  /// A new row, linked to its patient and its order, written with the next round trip.
  long create(NewInstance instance) {
    var study = instance.study();
    var linked = links.link(instance);
    long id = database.next("study_id_seq");
    database.later("""
            INSERT INTO study (id, facility_id, study_instance_uid, patient_id, order_id, study_id,
              accession_number, accession_system, study_date, study_time, description_key,
              referrer_key, attributes)
            OVERRIDING SYSTEM VALUE
            VALUES (?, ?, ?, ?, ?::bigint, ?, ?, ?, ?::date, ?::time, ?, ?, ?)""",
        id, instance.facilityId(), study.uid(), linked.patientId(),
        linked.orderId().orElse(null), study.studyId().orElse(null),
        study.accession().map(AssignedId::value).orElse(null),
        linked.accessionSystem().orElse(null), study.date().orElse(null),
        study.time().orElse(null), study.description().map(NameKey::fold).orElse(null),
        study.referrer().map(NameKey::of).map(NameKey::toString).orElse(null),
        Encoded.plain(study.attributes()));
    return id;
  }

  /// Counts what came, recomputes what only the whole study knows where it has new series, and asks
  /// for new ImagingStudies after the studies have rested; with the next round trip.
  void changed(List<Change> changes, Duration rest) {
    var ids = changes.stream().map(Change::studyId).toArray(Long[]::new);
    database.later("""
            UPDATE study SET version = version + 1, changed = now(),
              instance_count = instance_count + more.count,
              sop_classes = CASE WHEN sop_classes @> more.classes THEN sop_classes
                ELSE ARRAY(SELECT DISTINCT class
                  FROM unnest(sop_classes || more.classes) AS class ORDER BY 1) END
            FROM (SELECT id, count, string_to_array(classes, ' ')
              FROM unnest(?::bigint[], ?::int[], ?::text[]) AS one (id, count, classes))
              AS more (id, count, classes)
            WHERE study.id = more.id""",
        ids, changes.stream().map(one -> one.added().size()).toArray(Integer[]::new),
        changes.stream().map(Change::classes).toArray(String[]::new));
    var grown = changes.stream().filter(Change::isGrown).map(Change::studyId).toArray(Long[]::new);
    if (grown.length > 0) {
      database.later("""
              UPDATE study SET
                series_count = (SELECT count(*) FROM series WHERE study_id = study.id),
                modalities = ARRAY(SELECT DISTINCT modality FROM series
                  WHERE study_id = study.id AND modality IS NOT NULL ORDER BY 1)
              WHERE id = ANY (?::bigint[])""", (Object) grown);
    }
    database.later("""
            INSERT INTO study_projection (study_id, facility_id, due)
            SELECT id, facility, now() + make_interval(secs => ?)
            FROM unnest(?::bigint[], ?::int[]) AS one (id, facility) ON CONFLICT DO NOTHING""",
        rest.toMillis() / 1000.0, ids,
        changes.stream().map(one -> one.added().getFirst().facilityId()).toArray(Integer[]::new));
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
