package vn.tia.records.database;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/// Hands out connections, and says `RecordsUnavailable` where there is none to be had.
final class GuardedDataSource extends DelegatingDataSource {
  GuardedDataSource(DataSource pool) {
    super(pool);
  }

  @Override
  public Connection getConnection() throws SQLException {
    try {
      return super.getConnection();
    } catch (SQLException error) {
      throw UnavailableTranslator.unavailable(error)
          .orElseGet(() -> new RecordsUnavailable("the database refused a connection", error));
    }
  }
}
