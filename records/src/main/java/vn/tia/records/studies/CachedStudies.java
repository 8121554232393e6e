package vn.tia.records.studies;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vn.tia.records.access.Access;
import vn.tia.records.database.Database;

/// The copies of studies that lie in other archives: which they are, how much they take, and which
/// was not used for longest.
///
/// A study is a copy or not as a whole. One original of it, stored here by anybody, makes all of it
/// stay; so what was acknowledged to a sender is never evicted.
public final class CachedStudies {

  /// No AE title and no address has a backslash.
  private static final String SOURCE = "\\cache\\";
  /// After so long an incomplete copy is what a crash left.
  private static final String UNFINISHED_MAX = "1 hour";

  private final Database database;

  public CachedStudies(Database database) {
    this.database = database;
  }

  /// What the instances of an archive are registered with as their source.
  public static String source(String archive) {
    return SOURCE + archive;
  }

  static boolean isCopy(NewInstance instance) {
    return instance.source().startsWith(SOURCE);
  }

  /// How a study stands here.
  ///
  /// @param copy empty where it is an original
  public record Standing(long studyId, int instances, Optional<Copy> copy) {}

  /// A copy.
  public record Copy(String archive, boolean isComplete, Instant fetched) {}

  /// How a study stands here, empty where nothing of it is here.
  public Optional<Standing> standing(String studyUid, Access access) {
    return database.jdbc().sql("""
            SELECT t.id, t.instance_count, c.archive, c.complete, c.fetched
            FROM study t LEFT JOIN cached_study c ON c.study_id = t.id
            WHERE t.study_instance_uid = ? AND t.facility_id = ANY (?) ORDER BY t.id LIMIT 1""")
        .params(studyUid, access.array())
        .query((row, _) -> new Standing(row.getLong("id"), row.getInt("instance_count"),
            Optional.ofNullable(row.getString("archive")).isEmpty() ? Optional.empty()
                : Optional.of(new Copy(row.getString("archive"), row.getBoolean("complete"),
                    row.getTimestamp("fetched").toInstant()))))
        .optional();
  }

  /// Which of these studies are here, whole or as originals.
  public Set<String> here(Collection<String> studyUids, Access access) {
    return new HashSet<>(database.jdbc().sql("""
            SELECT t.study_instance_uid FROM study t LEFT JOIN cached_study c ON c.study_id = t.id
            WHERE t.study_instance_uid = ANY (?) AND t.facility_id = ANY (?)
              AND coalesce(c.complete, true)""")
        .params(studyUids.toArray(String[]::new), access.array())
        .query(String.class)
        .list());
  }

  /// Which of these instances, by row id, are copies.
  public Set<Long> copies(Collection<Long> instanceIds) {
    return new HashSet<>(database.jdbc().sql("""
            SELECT i.id FROM instance i JOIN series s ON s.id = i.series_id
              JOIN cached_study c ON c.study_id = s.study_id
            WHERE i.id = ANY (?)""")
        .param(instanceIds.toArray(Long[]::new))
        .query(Long.class)
        .list());
  }

  /// Notes that a copy is used now, and keeps it from being evicted for a while.
  public void lease(long studyId, Duration time) {
    database.jdbc().sql("""
            UPDATE cached_study SET last_used = now(),
              leased_until = greatest(leased_until, now() + make_interval(secs => ?))
            WHERE study_id = ?""")
        .params(time.toSeconds(), studyId)
        .update();
  }

  /// Notes that all of a copy came.
  public void complete(String studyUid, int facilityId) {
    database.inTransaction(() -> {
      database.jdbc().sql("""
              UPDATE study SET arriving = false
              WHERE study_instance_uid = ? AND facility_id = ?""")
          .params(studyUid, facilityId)
          .update();
      noteComplete(studyUid, facilityId);
    });
  }

  private void noteComplete(String studyUid, int facilityId) {
    database.jdbc().sql("""
            UPDATE cached_study SET complete = true, fetched = now(), last_used = now()
            WHERE study_id = (SELECT id FROM study
              WHERE study_instance_uid = ? AND facility_id = ?)""")
        .params(studyUid, facilityId)
        .update();
  }

  /// How much all copies take.
  public long bytes() {
    return database.jdbc().sql("SELECT coalesce(sum(bytes), 0) FROM cached_study")
        .query(Long.class)
        .single();
  }

  /// The copy that was not used for longest, of those that nobody counts on now.
  public Optional<Long> oldest() {
    return database.jdbc().sql("""
            SELECT study_id FROM cached_study WHERE leased_until < now()
              AND (complete OR last_used < now() - CAST(? AS interval))
            ORDER BY last_used LIMIT 1""")
        .param(UNFINISHED_MAX)
        .query(Long.class)
        .optional();
  }

  /// Removes what a crash left of a copy, by its study.
  public Optional<Long> unfinished(String studyUid, int facilityId) {
    return database.jdbc().sql("""
            SELECT c.study_id FROM cached_study c JOIN study t ON t.id = c.study_id
            WHERE t.study_instance_uid = ? AND t.facility_id = ? AND NOT c.complete""")
        .params(studyUid, facilityId)
        .query(Long.class)
        .optional();
  }

  /// Removes a copy from the records, unless it became an original meanwhile.
  ///
  /// @return its objects, which nothing names any more
  public List<String> evict(long studyId) {
    return database.inTransaction(() -> {
      // Locked first, as who registers does it: so each waits for the other to be over.
      database.jdbc().sql("SELECT id FROM study WHERE id = ? FOR UPDATE")
          .param(studyId).query(Long.class).optional();
      int gone = database.jdbc().sql("DELETE FROM cached_study WHERE study_id = ?")
          .param(studyId).update();
      return gone == 0 ? List.<String>of() : remove(studyId);
    });
  }

  private List<String> remove(long studyId) {
    database.jdbc().sql("""
            INSERT INTO remote_study (facility_id, study_instance_uid, fhir_id, archive)
            SELECT facility_id, study_instance_uid, fhir_id, '' FROM study WHERE id = ?
            ON CONFLICT DO NOTHING""")
        .param(studyId).update();
    var instances = "(SELECT i.id FROM instance i JOIN series s ON s.id = i.series_id"
        + " WHERE s.study_id = ?)";
    database.jdbc().sql("DELETE FROM archived_document WHERE instance_id IN " + instances)
        .param(studyId).update();
    var objects = database.jdbc().sql(
            "DELETE FROM instance WHERE id IN " + instances + " RETURNING object_id")
        .param(studyId).query(String.class).list();
    for (var table : List.of("series", "study_projection")) {
      database.jdbc().sql("DELETE FROM " + table + " WHERE study_id = ?")
          .param(studyId).update();
    }
    database.jdbc().sql("DELETE FROM study WHERE id = ?").param(studyId).update();
    return objects;
  }
}
