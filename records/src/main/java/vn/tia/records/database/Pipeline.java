package vn.tia.records.database;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.SqlTypeValue;
import org.springframework.jdbc.core.StatementCreatorUtils;

/// Statements of one transaction whose results nobody waits for, sent in one round trip with the
/// next one that somebody does wait for, or before the commit.
///
/// They run in the order in which they were added, each on what is committed when it begins: a
/// lock that comes first is held before the next one looks. PostgreSQL's driver parts them at `;`,
/// sends all and waits once.
final class Pipeline {
  private record Waiting(String sql, @Nullable Object[] parameters) {}

  private final JdbcTemplate template;
  private final List<Waiting> waiting = new ArrayList<>();

  Pipeline(JdbcTemplate template) {
    this.template = template;
  }

  void add(String sql, @Nullable Object... parameters) {
    waiting.add(new Waiting(sql, parameters));
  }

  /// Sends what waits.
  void flush() {
    if (!waiting.isEmpty()) {
      var all = List.copyOf(waiting);
      waiting.clear();
      template.execute(sql(all), (PreparedStatement statement) -> {
        set(statement, all);
        return statement.execute();
      });
    }
  }

  /// Sends what waits and a query; the rows of the query.
  <T> List<T> query(String sql, RowMapper<T> mapper, @Nullable Object... parameters) {
    add(sql, parameters);
    var all = List.copyOf(waiting);
    waiting.clear();
    return template.execute(sql(all), (PreparedStatement statement) -> {
      set(statement, all);
      statement.execute();
      for (int before = 1; before < all.size(); before++) {
        statement.getMoreResults();
      }
      var rows = new ArrayList<T>();
      try (var result = statement.getResultSet()) {
        while (result.next()) {
          rows.add(mapper.mapRow(result, rows.size()));
        }
      }
      return rows;
    });
  }

  private static String sql(List<Waiting> all) {
    return all.stream().map(Waiting::sql).collect(Collectors.joining(";\n"));
  }

  private static void set(PreparedStatement statement, List<Waiting> all) throws SQLException {
    int place = 0;
    for (var one : all) {
      for (var parameter : one.parameters()) {
        place++;
        if (parameter == null) {
          // Spring would ask the server for the parameter's type: a round trip of its own.
          statement.setNull(place, Types.NULL);
        } else {
          StatementCreatorUtils.setParameterValue(
              statement, place, SqlTypeValue.TYPE_UNKNOWN, parameter);
        }
      }
    }
  }
}
