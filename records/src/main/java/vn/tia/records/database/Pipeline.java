package vn.tia.records.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.SqlTypeValue;
import org.springframework.jdbc.core.StatementCreatorUtils;

/// Statements of one transaction whose results nobody waits for yet, sent in one round trip with
/// the next one that somebody does wait for, or with the commit.
///
/// They run in the order in which they were added, each on what is committed when it begins: a
/// lock that comes first is held before the next one looks. Rows that are added one behind the
/// other go as one statement for each table. PostgreSQL's driver parts the statements at `;`,
/// sends all and waits once.
final class Pipeline {
  private sealed interface Step {}

  private record Statement(String sql, @Nullable Object[] parameters, RowCallbackHandler rows)
      implements Step {}

  /// Rows by their tables, in the order in which tables refer to each other.
  private record Rows(TreeMap<TableRows, List<@Nullable Object[]>> byTable) implements Step {}

  private static final RowCallbackHandler NOBODY = _ -> { };

  private static final Comparator<TableRows> IN_PLACE =
      Comparator.comparingInt(TableRows::place).thenComparing(TableRows::sql);

  private final JdbcTemplate template;
  private List<Step> waiting = new ArrayList<>();
  private boolean isAsking;

  Pipeline(JdbcTemplate template) {
    this.template = template;
  }

  void add(String sql, @Nullable Object... parameters) {
    ask(sql, NOBODY, parameters);
  }

  /// A query whose rows are read when it is sent with others.
  void ask(String sql, RowCallbackHandler rows, @Nullable Object... parameters) {
    isAsking |= rows != NOBODY;
    waiting.add(new Statement(sql, parameters, rows));
  }

  void add(TableRows table, @Nullable Object... row) {
    if (waiting.isEmpty() || !(waiting.getLast() instanceof Rows)) {
      waiting.add(new Rows(new TreeMap<>(IN_PLACE)));
    }
    if (waiting.getLast() instanceof Rows(var byTable)) {
      byTable.computeIfAbsent(table, _ -> new ArrayList<>()).add(row);
    }
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /// Sends what waits, if a query is among it.
  void answer() {
    if (isAsking) {
      flush();
    }
  }

  /// Sends what waits.
  void flush() {
    if (waiting.isEmpty()) {
      return;
    }
    var all = waiting;
    waiting = new ArrayList<>();
    isAsking = false;
    String sql = all.stream().map(Pipeline::sql).collect(Collectors.joining(";\n"));
    template.execute(sql, (PreparedStatement statement) -> {
      int place = 0;
      for (Step step : all) {
        place = set(statement, place, step);
      }
      boolean isResult = statement.execute();
      for (Step step : all) {
        isResult = read(statement, step, isResult);
      }
      return true;
    });
  }

  /// Sends what waits and a query; the rows of the query.
  <T> List<T> query(String sql, RowMapper<T> mapper, @Nullable Object... parameters) {
    var rows = new ArrayList<T>();
    ask(sql, row -> rows.add(mapper.mapRow(row, rows.size())), parameters);
    flush();
    return rows;
  }

  private static String sql(Step step) {
    return switch (step) {
      case Statement statement -> statement.sql();
      case Rows(var byTable) -> byTable.keySet().stream().map(TableRows::sql)
          .collect(Collectors.joining(";\n"));
    };
  }

  private static int set(PreparedStatement statement, int before, Step step)
      throws SQLException {
    int place = before;
    switch (step) {
      case Statement one -> {
        for (var parameter : one.parameters()) {
          place++;
          set(statement, place, parameter);
        }
      }
      case Rows(var byTable) -> {
        for (var entry : byTable.entrySet()) {
          place = set(statement, place, entry.getKey(), entry.getValue());
        }
      }
    }
    return place;
  }

  private static void set(PreparedStatement statement, int place, @Nullable Object parameter)
      throws SQLException {
    switch (parameter) {
      // Spring would ask the server for the parameter's type: a round trip of its own.
      case null -> statement.setNull(place, Types.NULL);
      case String text -> statement.setString(place, text);
      default -> StatementCreatorUtils.setParameterValue(
          statement, place, SqlTypeValue.TYPE_UNKNOWN, parameter);
    }
  }

  private static int set(PreparedStatement statement, int before, TableRows table,
      List<@Nullable Object[]> rows) throws SQLException {
    Connection connection = statement.getConnection();
    int width = table.columns().size();
    for (int column = 0; column < width; column++) {
      Object[] values = table.columns().get(column).array(rows.size());
      for (int row = 0; row < values.length; row++) {
        values[row] = rows.get(row)[column];
      }
      statement.setArray(before + column + 1,
          connection.createArrayOf(table.columns().get(column).sql(), values));
    }
    return before + width;
  }

  /// Reads the results of a step; whether the next result has rows.
  private static boolean read(PreparedStatement statement, Step step, boolean isResult)
      throws SQLException {
    return switch (step) {
      case Statement(var _, var _, var rows) -> {
        if (isResult && rows != NOBODY) {
          try (ResultSet result = statement.getResultSet()) {
            while (result.next()) {
              rows.processRow(result);
            }
          }
        }
        yield statement.getMoreResults();
      }
      case Rows(var byTable) -> {
        boolean next = false;
        for (int i = 0; i < byTable.size(); i++) {
          next = statement.getMoreResults();
        }
        yield next;
      }
    };
  }
}
