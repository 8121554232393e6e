package vn.tia.records.database;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;
import org.springframework.jdbc.support.SQLExceptionTranslator;

/// Tells a database that can't serve from a statement that is wrong, for every SQL error of Tia.
final class UnavailableTranslator implements SQLExceptionTranslator {
  private final SQLExceptionTranslator others = new SQLExceptionSubclassTranslator();

  @Override
  public @Nullable DataAccessException translate(
      String task, @Nullable String sql, SQLException error) {
    var unavailable = unavailable(error);
    return unavailable.isPresent()
        ? unavailable.get()
        : others.translate(task, sql, error);
  }

  /// The sentence for a door, where the error says that the database can't serve at all.
  static Optional<RecordsUnavailable> unavailable(SQLException error) {
    return Optional.of("the database doesn't answer").filter(_ -> isConnection(error))
        .or(() -> Optional.ofNullable(error.getSQLState()).flatMap(UnavailableTranslator::reason))
        .map(reason -> new RecordsUnavailable(reason, error));
  }

  // PostgreSQL manual, appendix A: classes 08 connection, 53 resources, 57P operator, 58 system.
  private static Optional<String> reason(String state) {
    if (state.equals("53100")) {
      return Optional.of("the database's disk is full");
    }
    if (state.equals("25006")) {
      return Optional.of("the database is read-only");
    }
    if (state.startsWith("08")) {
      return Optional.of("the connection to the database broke");
    }
    if (state.startsWith("57P")) {
      return Optional.of("the database is stopping or starting");
    }
    if (state.startsWith("53") || state.startsWith("58")) {
      return Optional.of("the database is out of resources, SQLSTATE " + state);
    }
    return Optional.empty();
  }

  private static boolean isConnection(SQLException error) {
    return error instanceof SQLTransientConnectionException
        || error instanceof SQLNonTransientConnectionException;
  }
}
