package vn.tia.records.studies;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import vn.tia.records.database.Database;
import vn.tia.records.studies.NewInstance.Key;

/// What the rows already know of a batch of instances: read in one round trip, the studies locked
/// until the transaction ends.
///
/// @param instances the bytes of those that have rows
/// @param studies the row ids of their studies, by facility and UID
/// @param series the row ids of their series
record KnownRows(Map<Key, StoredBytes> instances, Map<StudyKey, Long> studies,
    Map<SeriesKey, Long> series) {

  /// What makes a study the same: its UID within a facility.
  record StudyKey(int facilityId, String uid) {
    static StudyKey of(NewInstance instance) {
      return new StudyKey(instance.facilityId(), instance.study().uid());
    }
  }

  /// What makes a series the same: its UID within a study.
  record SeriesKey(StudyKey study, String uid) {
    static SeriesKey of(NewInstance instance) {
      return new SeriesKey(StudyKey.of(instance), instance.series().uid());
    }
  }

  static KnownRows read(Database database, List<NewInstance> batch) {
    var known = new KnownRows(new HashMap<>(), new HashMap<>(), new HashMap<>());
    // Studies first: whoever else changes one is over when the other two look. In one order, so
    // that two nodes never wait for each other.
    var studies = batch.stream().map(StudyKey::of).distinct().toList();
    database.ask("""
            SELECT id, facility_id, study_instance_uid
            FROM study JOIN unnest(?::text[], ?::int[]) AS wanted (uid, facility)
              ON study_instance_uid = wanted.uid AND facility_id = wanted.facility
            ORDER BY study_instance_uid, facility_id FOR UPDATE OF study""",
        row -> known.studies.put(new StudyKey(row.getInt(2), row.getString(3)), row.getLong(1)),
        studies.stream().map(StudyKey::uid).toArray(String[]::new),
        studies.stream().map(StudyKey::facilityId).toArray(Integer[]::new));
    var keys = batch.stream().map(NewInstance::key).distinct().toList();
    database.ask("""
            SELECT facility_id, sop_instance_uid, object_id, transfer_syntax_uid, bytes, sha256,
              dataset_offset, block_sums
            FROM instance JOIN unnest(?::text[], ?::int[]) AS wanted (uid, facility)
              ON sop_instance_uid = wanted.uid AND facility_id = wanted.facility""",
        row -> known.instances.put(new Key(row.getInt(1), row.getString(2)),
            InstanceRows.bytes(row)),
        keys.stream().map(Key::sopInstanceUid).toArray(String[]::new),
        keys.stream().map(Key::facilityId).toArray(Integer[]::new));
    var series = batch.stream().map(SeriesKey::of).distinct().toList();
    database.query("""
            SELECT series.id, series.facility_id, study_instance_uid, series_instance_uid
            FROM unnest(?::text[], ?::int[], ?::text[]) AS wanted (study, facility, uid)
            JOIN study ON study_instance_uid = wanted.study AND study.facility_id = wanted.facility
            JOIN series ON series.study_id = study.id AND series_instance_uid = wanted.uid""",
        (row, _) -> known.series.put(
            new SeriesKey(new StudyKey(row.getInt(2), row.getString(3)), row.getString(4)),
            row.getLong(1)),
        series.stream().map(one -> one.study().uid()).toArray(String[]::new),
        series.stream().map(one -> one.study().facilityId()).toArray(Integer[]::new),
        series.stream().map(SeriesKey::uid).toArray(String[]::new));
    return known;
  }
}
