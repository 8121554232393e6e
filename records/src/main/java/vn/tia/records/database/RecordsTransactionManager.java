package vn.tia.records.database;

import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.DefaultTransactionStatus;

/// Transactions whose error is the one that ended them, not one of the clearing up after it.
final class RecordsTransactionManager extends JdbcTransactionManager {
  private static final long serialVersionUID = 1;
  private static final Logger LOG = LoggerFactory.getLogger(RecordsTransactionManager.class);

  RecordsTransactionManager(DataSource source) {
    super(source);
    setExceptionTranslator(new UnavailableTranslator());
  }

  // A connection that broke has nothing left to roll back: the server did when it noticed.
  @Override
  protected void doRollback(DefaultTransactionStatus status) {
    try {
      super.doRollback(status);
    } catch (TransactionSystemException | RecordsUnavailable error) {
      LOG.debug("a roll back on a broken connection failed", error);
    }
  }
}
