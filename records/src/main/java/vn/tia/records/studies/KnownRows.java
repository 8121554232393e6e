package vn.tia.records.studies;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import vn.tia.records.database.Database;
import vn.tia.records.studies.NewInstance.Key;

/// What the rows already know of a batch of instances: read in one round trip, the studies locked
/// until the transaction ends.
///
/// @param instances the bytes of those that have rows
/// @param studies the row ids of their studies, by facility and UID
/// @param series the row ids of their series
/// @param astray those of their series whose UID another study had before
/// @param strangers patients who aren't those of the study
record KnownRows(Map<Key, StoredBytes> instances, Map<StudyKey, Long> studies,
    Map<SeriesKey, Long> series, Set<SeriesKey> astray, Set<StudyPatient> strangers) {

  /// The patient whom an image of a study names.
  private record StudyPatient(StudyKey study, String number) {}

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
    var known = new KnownRows(new HashMap<>(), new HashMap<>(), new HashMap<>(),
        new HashSet<>(), new HashSet<>());
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
    known.askForStrangers(database, batch);
    var series = batch.stream().map(SeriesKey::of).distinct().toList();
    database.query("""
            SELECT series.id, series.facility_id, wanted.study, wanted.uid,
              study_instance_uid = wanted.study
            FROM unnest(?::text[], ?::int[], ?::text[]) AS wanted (study, facility, uid)
            JOIN series ON series_instance_uid = wanted.uid AND series.facility_id = wanted.facility
            JOIN study ON study.id = series.study_id
            ORDER BY series.id""",
        (row, _) -> known.addSeries(new SeriesKey(
            new StudyKey(row.getInt(2), row.getString(3)), row.getString(4)),
            row.getBoolean(5) ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty()),
        series.stream().map(one -> one.study().uid()).toArray(String[]::new),
        series.stream().map(one -> one.study().facilityId()).toArray(Integer[]::new),
        series.stream().map(SeriesKey::uid).toArray(String[]::new));
    return known;
  }

  /// Of two studies with one Series Instance UID, the one that had it first is right.
  ///
  /// @param id empty where it is another study's
  private boolean addSeries(SeriesKey key, OptionalLong id) {
    id.ifPresent(own -> series.put(key, own));
    return series.containsKey(key) || astray.add(key);
  }

  /// A number that was merged leads to the patient it was merged into.
  private void askForStrangers(Database database, List<NewInstance> batch) {
    var said = batch.stream()
        .flatMap(one -> one.patientNumber().stream()
            .map(number -> new StudyPatient(StudyKey.of(one), number)))
        .distinct().toList();
    database.ask("""
            SELECT study.facility_id, study_instance_uid, wanted.number
            FROM unnest(?::text[], ?::int[], ?::text[]) AS wanted (uid, facility, number)
            JOIN study ON study_instance_uid = wanted.uid AND study.facility_id = wanted.facility
            WHERE NOT EXISTS (SELECT 1 FROM patient_identifier i
              WHERE i.leads_to = study.patient_id AND i.value = wanted.number)""",
        row -> strangers.add(new StudyPatient(
            new StudyKey(row.getInt(1), row.getString(2)), row.getString(3))),
        said.stream().map(one -> one.study().uid()).toArray(String[]::new),
        said.stream().map(one -> one.study().facilityId()).toArray(Integer[]::new),
        said.stream().map(StudyPatient::number).toArray(String[]::new));
  }

  /// What of an instance contradicts what is here, empty where nothing does.
  Optional<String> doubt(NewInstance instance) {
    if (instance.patientNumber().filter(number -> strangers.contains(
        new StudyPatient(StudyKey.of(instance), number))).isPresent()) {
      return Optional.of("its study is of another patient");
    }
    return astray.contains(SeriesKey.of(instance))
        ? Optional.of("another study has its Series Instance UID") : Optional.empty();
  }
}
