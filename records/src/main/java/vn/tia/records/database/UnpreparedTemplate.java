package vn.tia.records.database;

import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.postgresql.PGStatement;
import org.springframework.jdbc.core.JdbcTemplate;

/// Sends each statement as if it were the first of its kind. Else the driver prepares what comes
/// again, and the server may come to keep one plan for whatever values.
final class UnpreparedTemplate extends JdbcTemplate {
  UnpreparedTemplate(DataSource source) {
    super(source);
    setExceptionTranslator(new UnavailableTranslator());
  }

  @Override
  protected void applyStatementSettings(Statement statement) throws SQLException {
    super.applyStatementSettings(statement);
    statement.unwrap(PGStatement.class).setPrepareThreshold(0);
  }
}
