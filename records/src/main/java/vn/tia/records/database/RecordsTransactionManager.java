package vn.tia.records.database;

import java.util.Optional;
import java.util.function.Supplier;
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

  @SuppressWarnings("serial") // Never written anywhere: its parent says that it could be.
  private final Supplier<Optional<Pipeline>> pipeline;

  /// @param pipeline what waits in the running transaction
  RecordsTransactionManager(DataSource source, Supplier<Optional<Pipeline>> pipeline) {
    super(source);
    this.pipeline = pipeline;
    setExceptionTranslator(new UnavailableTranslator());
  }

  // What waits and the commit go in one round trip. The driver sees that the server has left the
  // transaction, and its own commit does nothing more; after an error it finds an aborted one.
  @Override
  protected void doCommit(DefaultTransactionStatus status) {
    pipeline.get().filter(one -> !one.isEmpty()).ifPresent(one -> {
      one.add("COMMIT");
      one.flush();
    });
    super.doCommit(status);
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
