package vn.tia.records.studies;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import vn.tia.dicom.data.Dataset;
import vn.tia.records.access.Access;
import vn.tia.records.database.Database;
import vn.tia.records.studies.StoredInstance.InstanceUids;

/// Answers where the instances of a study, a series or a UID lie, as far as the caller may see
/// them.
public final class Studies {

  private static final String FOUND = """
      FROM study t JOIN series s ON s.study_id = t.id JOIN instance i ON i.series_id = s.id
      WHERE t.id = (SELECT id FROM study
          WHERE study_instance_uid = :study AND facility_id = ANY (:facilities)
          ORDER BY id LIMIT 1)
        AND (:series::text IS NULL OR s.series_instance_uid = :series)
      """;

  static final String COLUMNS = """
      SELECT i.id, i.facility_id, t.study_instance_uid, s.series_instance_uid, i.sop_instance_uid,
        i.sop_class_uid, i.object_id, i.transfer_syntax_uid, i.bytes, i.sha256, i.dataset_offset,
        i.block_sums, i.received
      """;

  /// One instance by its own UID: among thousands of a series it is found at once.
  ///
  /// The facilities stand in a query of their own, so that PostgreSQL doesn't plan anew for their
  /// number each time: with four tables that takes longer than all the rest.
  static final String ONE = """
      FROM instance i JOIN series s ON s.id = i.series_id JOIN study t ON t.id = s.study_id
      WHERE i.sop_instance_uid = :instance AND i.facility_id = ANY ((SELECT :facilities)::int[])
        AND s.series_instance_uid = :series AND t.study_instance_uid = :study
      ORDER BY t.id LIMIT 1""";

  private final Database database;
  private final ImageHeaders images = new ImageHeaders(this::header);

  public Studies(Database database) {
    this.database = database;
  }

  /// The instances under a path, in the order of series and instance number.
  ///
  /// Where the caller sees two facilities that hold the same study, the one stored first.
  public List<StoredInstance> instances(InstancePath path, Access access) {
    var sql = COLUMNS + (path.instance().isPresent() ? ONE
        : FOUND + "ORDER BY s.series_number, s.id, i.instance_number, i.id");
    return bind(database, sql, path, access).query((row, _) -> instance(row)).list();
  }

  /// Some instances by their own UIDs; those that the caller can't see are left out.
  public List<StoredInstance> byUids(Collection<String> sopInstanceUids, Access access) {
    return byUids(sopInstanceUids, access, "");
  }

  /// The same without copies of what other archives hold.
  public List<StoredInstance> originals(Collection<String> sopInstanceUids, Access access) {
    return byUids(sopInstanceUids, access,
        " AND NOT EXISTS (SELECT FROM cached_study c WHERE c.study_id = t.id)");
  }

  private List<StoredInstance> byUids(
      Collection<String> sopInstanceUids, Access access, String condition) {
    return database.jdbc().sql(COLUMNS + """
            FROM instance i JOIN series s ON s.id = i.series_id JOIN study t ON t.id = s.study_id
            WHERE i.sop_instance_uid = ANY (?) AND i.facility_id = ANY (?)""" + condition)
        .params(sopInstanceUids.toArray(String[]::new), access.array())
        .query((row, _) -> instance(row))
        .list();
  }

  /// A series as it stands now.
  ///
  /// @param id our row id
  /// @param state that of its study
  /// @param version counts the changes of the study
  public record StoredSeries(long id, StudyState state, String study, String uid, long version,
      int instances) {}

  /// The series under a path, in the order in which [#instances] has them.
  public List<StoredSeries> series(InstancePath path, Access access) {
    return database.jdbc().sql("""
            SELECT s.id, t.study_instance_uid, s.series_instance_uid, t.version,
              s.instance_count,\s""" + StudyState.COLUMNS + """

            FROM study t JOIN series s ON s.study_id = t.id
            WHERE t.id = (SELECT id FROM study WHERE study_instance_uid = :study
                  AND facility_id = ANY ((SELECT :facilities)::int[])
                ORDER BY id LIMIT 1)
              AND (:series::text IS NULL OR s.series_instance_uid = :series)
            ORDER BY s.series_number, s.id""")
        .param("study", path.study())
        .param("series", path.series().orElse(null))
        .param("facilities", access.array())
        .query((row, _) -> new StoredSeries(row.getLong("id"), StudyState.of(row),
            row.getString("study_instance_uid"), row.getString("series_instance_uid"),
            row.getLong("version"), row.getInt("instance_count")))
        .list();
  }

  /// The header of one instance.
  public InstanceHeader header(StoredInstance instance) {
    var header = headers(List.of(instance)).get(instance.id());
    if (header == null) {
      throw new IllegalStateException("instance row " + instance.id() + " is gone");
    }
    return header;
  }

  /// What the header of an instance says of its pixels and where they lie; kept for a while, since
  /// a viewer asks for frame after frame.
  public Dataset imageHeader(StoredInstance instance) {
    return images.of(instance);
  }

  /// The headers of some instances, by row id.
  public Map<Long, InstanceHeader> headers(Collection<StoredInstance> instances) {
    Map<Long, InstanceHeader> found = new HashMap<>();
    if (instances.isEmpty()) {
      return found;
    }
    database.jdbc().sql("SELECT id, header, bulk FROM instance WHERE id = ANY (?)")
        .param(instances.stream().map(StoredInstance::id).toArray(Long[]::new))
        .query(row -> {
          found.put(row.getLong("id"),
              InstanceHeader.decode(row.getBytes("header"), row.getString("bulk")));
        });
    return found;
  }

  /// Which of these objects are named by a row.
  public Set<String> named(Collection<String> objectIds) {
    return new HashSet<>(database.jdbc()
        .sql("SELECT object_id FROM instance WHERE object_id = ANY (?)")
        .param(objectIds.toArray(String[]::new))
        .query(String.class)
        .list());
  }

  static StatementSpec bind(
      Database database, String sql, InstancePath path, Access access) {
    return database.jdbc().sql(sql)
        .param("study", path.study())
        .param("series", path.series().orElse(null))
        .param("instance", path.instance().orElse(null))
        .param("facilities", access.array());
  }

  static StoredInstance instance(ResultSet row) throws SQLException {
    return new StoredInstance(row.getLong("id"), row.getInt("facility_id"),
        new InstanceUids(row.getString("study_instance_uid"),
            row.getString("series_instance_uid"), row.getString("sop_instance_uid")),
        row.getString("sop_class_uid"), InstanceRows.bytes(row),
        row.getTimestamp("received").toInstant());
  }
}
