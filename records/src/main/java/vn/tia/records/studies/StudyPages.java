package vn.tia.records.studies;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import vn.tia.dicom.data.Dataset;
import vn.tia.records.access.Access;
import vn.tia.records.database.Database;
import vn.tia.records.patients.Patients;

/// Studies, series or instances, page by page behind the last row of the page before: a page costs
/// the same however many there were.
final class StudyPages implements MatchPages {

  private final Database database;
  private final Patients patients;
  private final StudyQuery query;
  private final Access access;
  private Optional<Mark> last = Optional.empty();
  private boolean isDone;

  StudyPages(Database database, Patients patients, StudyQuery query, Access access) {
    this.database = database;
    this.patients = patients;
    this.query = query;
    this.access = access;
  }

  /// The place of a row; ids of a level that isn't listed are 0.
  private record Mark(LocalDate date, long study, long series, long instance) {}

  private record Row(Mark mark, StudySearch.Row row) {}

  @Override
  public List<Dataset> next() {
    if (isDone) {
      return List.of();
    }
    var rows = rows();
    isDone = rows.size() < query.limit();
    if (!rows.isEmpty()) {
      last = Optional.of(rows.getLast().mark());
    }
    var known = StudySearch.Owner.read(rows.stream().map(one -> one.row().owner()), patients);
    return rows.stream().filter(one -> !one.row().isArriving())
        .map(one -> StudySearch.withPatient(one.row(), known).attributes())
        .toList();
  }

  private List<Row> rows() {
    var conditions = Conditions.of(query);
    var statement = conditions.on(database)
        .sql(StudySearch.select(query.level()) + StudySearch.visible(access) + conditions.sql()
            + (last.isPresent() ? behind(query.level()) : "") + order(query.level())
            + " LIMIT :limit")
        .param("limit", query.limit())
        .params(conditions.parameters());
    if (last.isPresent()) {
      statement = statement.param("date", last.get().date())
          .param("study", last.get().study())
          .param("series", last.get().series())
          .param("instance", last.get().instance());
    }
    return StudySearch.visible(statement, access)
        .query((row, _) -> row(row, query.level())).list();
  }

  private static Row row(ResultSet row, QueryLevel level) throws SQLException {
    var found = StudySearch.row(row, level);
    var mark = new Mark(found.date(), found.study(),
        level == QueryLevel.STUDY ? 0 : row.getLong("series_row"),
        level == QueryLevel.INSTANCE ? row.getLong("instance_row") : 0);
    return new Row(mark, found);
  }

  /// The first condition of the lower levels is for the index of studies.
  private static String behind(QueryLevel level) {
    return switch (level) {
      case STUDY -> " AND (t.sort_date, t.id) < (:date, :study)";
      case SERIES -> " AND (t.sort_date, t.id) <= (:date, :study)"
          + " AND (t.id <> :study OR s.id > :series)";
      case INSTANCE -> " AND (t.sort_date, t.id) <= (:date, :study)"
          + " AND (t.id <> :study OR (s.id, i.id) > (:series, :instance))";
    };
  }

  private static String order(QueryLevel level) {
    var study = " ORDER BY t.sort_date DESC, t.id DESC";
    return switch (level) {
      case STUDY -> study;
      case SERIES -> study + ", s.id";
      case INSTANCE -> study + ", s.id, i.id";
    };
  }
}
