package vn.tia.records.database;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// How rows of one table are written, however many at once: one statement with an array for each
/// column.
///
/// @param place rows of a lower place are written first, so that a row finds what it refers to
/// @param sql the statement, with a parameter for each column
/// @param columns the types of the arrays
public record TableRows(int place, String sql, List<ColumnType> columns) {

  /// The types in which values travel.
  public enum ColumnType {
    BIGINT("bigint"), INTEGER("integer"), BOOLEAN("boolean"), BYTEA("bytea"), TEXT("text");

    private final String sql;

    ColumnType(String sql) {
      this.sql = sql;
    }

    /// The type's name in PostgreSQL.
    public String sql() {
      return sql;
    }

    /// An array of that type, as the driver takes it.
    Object[] array(int length) {
      return switch (this) {
        case BIGINT -> new Long[length];
        case INTEGER -> new Integer[length];
        case BOOLEAN -> new Boolean[length];
        case BYTEA -> new byte[length][];
        case TEXT -> new String[length];
      };
    }
  }

  public TableRows {
    columns = List.copyOf(columns);
  }

  /// Rows of a table, as many columns as [Builder#column] names.
  public static Builder into(String table) {
    return new Builder(table);
  }

  /// Names the columns of rows one after the other.
  public static final class Builder {
    private final String table;
    private final List<String> names = new ArrayList<>();
    private final List<String> travelling = new ArrayList<>();
    private final List<String> values = new ArrayList<>();
    private final List<ColumnType> types = new ArrayList<>();
    private int place;
    private String end = "";

    private Builder(String table) {
      this.table = table;
    }

    /// A column whose values travel as they are stored.
    public Builder column(String name, ColumnType type) {
      return column(name, type, "r." + name);
    }

    /// Columns of texts.
    public Builder texts(String... columns) {
      for (String name : columns) {
        column(name, ColumnType.TEXT);
      }
      return this;
    }

    /// A column of another type, which travels as text, such as `jsonb`, `uuid` or `text[]`.
    public Builder cast(String name, String type) {
      return column(name, ColumnType.TEXT, "r." + name + "::" + type);
    }

    private Builder column(String name, ColumnType type, String value) {
      names.add(name);
      travelling.add(name);
      types.add(type);
      values.add(value);
      return this;
    }

    /// A column that is computed, of the row `r` where it is made of others.
    public Builder computed(String name, String expression) {
      names.add(name);
      values.add(expression);
      return this;
    }

    /// What follows the rows, as `ON CONFLICT DO NOTHING`.
    public Builder then(String clause) {
      end = " " + clause;
      return this;
    }

    /// The table behind which this one is written.
    public Builder after(TableRows other) {
      place = Math.max(place, other.place + 1);
      return this;
    }

    public TableRows build() {
      String arrays = types.stream().map(type -> "?::" + type.sql() + "[]")
          .collect(Collectors.joining(", "));
      return new TableRows(place, "INSERT INTO " + table + " (" + String.join(", ", names)
          + ") OVERRIDING SYSTEM VALUE SELECT " + String.join(", ", values) + " FROM unnest("
          + arrays + ") AS r (" + String.join(", ", travelling) + ")" + end, types);
    }
  }
}
