package vn.tia.records.studies;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import vn.tia.dicom.data.AttributePath;
import vn.tia.dicom.data.Tags;
import vn.tia.records.access.Access;
import vn.tia.records.database.Database;
import vn.tia.records.patients.KnownPatients;
import vn.tia.records.patients.Patients;
import vn.tia.records.patients.StoredPatient;

/// Answers queries for studies, series and instances, newest study first.
///
/// Every answer is bounded by the query's limit, and every supported key has an index; no total is
/// ever counted.
public final class StudySearch {

  /// How many rows a page may be away from the top and from each page that was given.
  private static final int OFFSET_MAX = 100_000;

  private final Database database;
  private final Patients patients;
  private final PageMarks marks = new PageMarks();

  public StudySearch(Database database, Patients patients) {
    this.database = database;
    this.patients = patients;
  }

  /// @param date by which its study is listed
  /// @param study the row of its study
  /// @param isArriving whether its study is a copy of another archive's that isn't whole yet: the
  ///     archive answers for it
  record Row(LocalDate date, long study, Owner owner, Found found, boolean isArriving) {}

  /// The patient of a study.
  record Owner(long id, String state) {
    static final String STATE = KnownPatients.state("t.patient_id") + " AS patient_state";

    static Owner of(ResultSet row) throws SQLException {
      return new Owner(row.getLong("patient_id"), row.getString("patient_state"));
    }

    static Map<Long, StoredPatient> read(Stream<Owner> owners, Patients patients) {
      return patients.known().in(owners.distinct()
          .collect(Collectors.toMap(Owner::id, Owner::state, (_, later) -> later)));
    }
  }

  /// What matches, as far as the caller may see it.
  ///
  /// @throws InvalidKeyException if a value is none for its key, or the offset is too far from all
  ///     pages that were given
  public List<Found> find(StudyQuery query, Access access) {
    var start = marks.before(query, access);
    if (start.left() > OFFSET_MAX) {
      throw new InvalidKeyException("offset leads at most " + OFFSET_MAX
          + " results beyond a page that was given: narrow the search, or take page by page");
    }
    var conditions = Conditions.of(query);
    var statement = conditions.on(database)
        .sql(page(query.level(), start, visible(access) + conditions.sql()))
        .param("limit", query.limit())
        .param("offset", start.offset())
        .params(conditions.parameters());
    if (start.mark().isPresent()) {
      statement = statement.param("date", start.mark().get().date())
          .param("study", start.mark().get().study());
    }
    var rows = visible(statement, access).query((row, _) -> row(row, query.level())).list();
    if (!rows.isEmpty() && rows.size() == query.limit()) {
      marks.ended(query, access, start, rows);
    }
    var known = Owner.read(rows.stream().map(Row::owner), patients);
    return rows.stream().filter(row -> !row.isArriving())
        .map(row -> withPatient(row, known)).toList();
  }

  private static String page(QueryLevel level, PageMarks.Start start, String conditions) {
    var where = conditions
        + (start.mark().isPresent() ? " AND (t.sort_date, t.id) <= (:date, :study)" : "");
    var limit = " LIMIT :limit OFFSET :offset";
    if (level == QueryLevel.STUDY && start.left() > 0) {
      // What is passed over is counted in the index, without looking at the rows.
      return "SELECT t.*, " + Owner.STATE + " FROM study t JOIN (SELECT t.id FROM study t WHERE "
          + where + order(level)
          + limit + ") AS page ON page.id = t.id" + order(level);
    }
    return select(level) + where + order(level) + limit;
  }

  /// An equality where it can be one: only then does an index give the rows in their order.
  static String visible(Access access) {
    return access.facilityIds().size() == 1
        ? "t.facility_id = :facility" : "t.facility_id = ANY (:facilities)";
  }

  static StatementSpec visible(StatementSpec statement, Access access) {
    return statement.param("facilities", access.array())
        .param("facility", access.facilityIds().stream().findFirst().orElse(0));
  }

  static Found withPatient(Row row, Map<Long, StoredPatient> known) {
    var stored = Optional.ofNullable(known.get(row.owner().id()));
    return new Found(row.found().path(), stored
        .map(one -> CurrentPatient.over(row.found().attributes(), one.patient()))
        .orElse(row.found().attributes()));
  }

  /// What matches, page by page: newest study first, within it in the order of arrival. The limit
  /// of the query is that of a page.
  public MatchPages pages(StudyQuery query, Access access) {
    return new StudyPages(database, patients, query, access);
  }

  /// The patients of the studies that match, page by page.
  public MatchPages patients(StudyQuery query, Access access) {
    return new PatientPages(database, patients, query, access);
  }

  /// The keys of a query that nothing is matched by: they are passed over.
  public List<AttributePath> unmatched(StudyQuery query) {
    return Stream.concat(
        query.keys().keySet().stream().filter(tag -> QueryKey.of(tag).isEmpty())
            .map(tag -> new AttributePath(List.of(), tag)),
        query.nestedKeys().keySet().stream().filter(path -> QueryKey.nested(path).isEmpty()))
        .toList();
  }

  static String select(QueryLevel level) {
    return switch (level) {
      case STUDY -> "SELECT t.*, " + Owner.STATE + " FROM study t WHERE ";
      case SERIES -> "SELECT t.*, " + Owner.STATE + """
          , s.id AS series_row, s.series_instance_uid,
            s.attributes AS series_attributes,
            s.instance_count AS series_instances
          FROM study t JOIN series s ON s.study_id = t.id
          WHERE\s""";
      case INSTANCE -> "SELECT t.*, " + Owner.STATE + """
          , s.id AS series_row, s.series_instance_uid,
            s.attributes AS series_attributes, i.id AS instance_row,
            s.instance_count AS series_instances, i.sop_instance_uid, i.header, i.bulk,
            i.transfer_syntax_uid
          FROM study t JOIN series s ON s.study_id = t.id JOIN instance i ON i.series_id = s.id
          WHERE\s""";
    };
  }

  private static String order(QueryLevel level) {
    var study = " ORDER BY t.sort_date DESC, t.id DESC";
    return switch (level) {
      case STUDY -> study;
      case SERIES -> study + ", s.series_number, s.id";
      case INSTANCE -> study + ", s.series_number, s.id, i.instance_number, i.id";
    };
  }

  static Row row(ResultSet row, QueryLevel level) throws SQLException {
    var attributes = Encoded.fromPlain(row.getBytes("attributes")).toBuilder()
        .put(Tags.MODALITIES_IN_STUDY, strings(row, "modalities"))
        .put(Tags.SOP_CLASSES_IN_STUDY, strings(row, "sop_classes"))
        .put(Tags.NUMBER_OF_STUDY_RELATED_SERIES, row.getInt("series_count"))
        .put(Tags.NUMBER_OF_STUDY_RELATED_INSTANCES, row.getInt("instance_count"))
        .put(Tags.INSTANCE_AVAILABILITY, "ONLINE");
    var study = row.getString("study_instance_uid");
    var path = switch (level) {
      case STUDY -> InstancePath.study(study);
      case SERIES -> InstancePath.series(study, row.getString("series_instance_uid"));
      case INSTANCE -> InstancePath.instance(
          study, row.getString("series_instance_uid"), row.getString("sop_instance_uid"));
    };
    if (level != QueryLevel.STUDY) {
      attributes.putAll(Encoded.fromPlain(row.getBytes("series_attributes")))
          .put(Tags.NUMBER_OF_SERIES_RELATED_INSTANCES, row.getInt("series_instances"));
    }
    if (level == QueryLevel.INSTANCE) {
      attributes.putAll(
              InstanceHeader.decodeForQuery(row.getBytes("header"), row.getString("bulk"))
                  .dataset())
          .put(Tags.AVAILABLE_TRANSFER_SYNTAX_UID, row.getString("transfer_syntax_uid"));
    }
    return new Row(row.getObject("sort_date", LocalDate.class), row.getLong("id"),
        Owner.of(row), new Found(path, attributes.build()), row.getBoolean("arriving"));
  }

  private static String[] strings(ResultSet row, String column) throws SQLException {
    return (String[]) row.getArray(column).getArray();
  }
}
