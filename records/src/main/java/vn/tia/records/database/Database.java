package vn.tia.records.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;
import vn.tia.records.database.DatabaseSettings.ExternalServer;

/// The system of record: SQL and transactions on PostgreSQL. What was committed is durable.
///
/// Safe for use by many threads. Isolation is PostgreSQL's default, read committed.
public final class Database implements AutoCloseable {
  /// How often work is tried that meets deadlocks; each time at least one of those who meet ends.
  private static final int ATTEMPTS_MAX = 8;

  /// A plan that was made while a table was new would read the whole of it, or of its index, for
  /// each join from then on.
  private static final String PLAN_ONCE = "SELECT set_config('plan_cache_mode',"
      + " 'force_generic_plan', true), set_config('enable_seqscan', 'off', true),"
      + " set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)";

  private final HikariDataSource pool;
  private final DataSource source;
  private final JdbcTemplate template;
  private final JdbcClient jdbc;
  private final JdbcClient plannedEachTime;
  private final Sequences sequences = new Sequences(this);
  private final TransactionTemplate transactions;
  private final Optional<PostgresServer> server;
  private final List<Runnable> lastWorks = new CopyOnWriteArrayList<>();

  private Database(HikariDataSource pool, Optional<PostgresServer> server) {
    this.pool = pool;
    this.server = server;
    this.source = new GuardedDataSource(pool);
    this.template = new JdbcTemplate(source);
    template.setExceptionTranslator(new UnavailableTranslator());
    this.jdbc = JdbcClient.create(template);
    this.plannedEachTime = JdbcClient.create(new UnpreparedTemplate(source));
    this.transactions = new TransactionTemplate(new RecordsTransactionManager(source,
        () -> TransactionScope.of(this).map(TransactionScope::pipeline)));
  }

  /// Starts or reaches the server, brings the schema up to date, and answers when it can serve.
  ///
  /// @throws IOException if the embedded server can't start, in one sentence for the operator
  /// @throws RecordsUnavailable if an external server can't be reached
  /// @throws UnfitServerException if the server can't promise what Tia promises
  public static Database open(DatabaseSettings settings) throws IOException {
    if (settings.external().isPresent()) {
      return migrated(connect(settings, settings.external().get(), Optional.empty()));
    }
    var server = PostgresServer.start(settings.directory());
    try {
      return migrated(connect(settings, server.database("tia"), Optional.of(server)));
    } catch (RuntimeException error) {
      server.close();
      throw error;
    }
  }

  /// Brings the schema of a server up to date, without staying connected.
  public static void migrate(DatabaseSettings settings) {
    migrated(connect(settings)).close();
  }

  /// Reaches a server whose schema is already up to date, as a test's copy of a template is.
  public static Database connect(DatabaseSettings settings) {
    return connect(settings, settings.external().orElseThrow(), Optional.empty());
  }

  private static Database connect(
      DatabaseSettings settings, ExternalServer target, Optional<PostgresServer> server) {
    var database = new Database(new HikariDataSource(pool(settings, target)), server);
    try {
      FitServer.check(database.jdbc);
      return database;
    } catch (RuntimeException error) {
      database.pool.close();
      throw error;
    }
  }

  private static HikariConfig pool(DatabaseSettings settings, ExternalServer target) {
    var config = new HikariConfig();
    config.setPoolName("records");
    config.setJdbcUrl(target.url());
    config.setUsername(target.user());
    config.setPassword(target.password());
    config.setMaximumPoolSize(settings.connectionsMax());
    config.setMinimumIdle(Math.min(2, settings.connectionsMax()));
    config.setConnectionTimeout(settings.connectionTimeout().toMillis());
    config.setInitializationFailTimeout(-1);
    config.addDataSourceProperty("ApplicationName", "tia");
    config.addDataSourceProperty("tcpKeepAlive", "true");
    config.addDataSourceProperty("connectTimeout", settings.connectionTimeout().toSeconds());
    // The server's detail line quotes the values of a row: patient data, so never in our errors.
    config.addDataSourceProperty("logServerErrorDetail", "false");
    return config;
  }

  private static Database migrated(Database database) {
    try {
      Flyway.configure()
          .dataSource(database.source)
          .locations("classpath:db/migration")
          .load()
          .migrate();
      return database;
    } catch (RuntimeException error) {
      database.pool.close();
      throw error;
    }
  }

  /// SQL, in the running transaction of this thread where there is one.
  ///
  /// What was written [later][#later] in that transaction is sent before.
  public JdbcClient jdbc() {
    TransactionScope.of(this).map(TransactionScope::pipeline).ifPresent(Pipeline::flush);
    return jdbc;
  }

  /// The same, for queries of which the best plan depends on the values: how common a name is, how
  /// long a period. The server plans each for itself, some tenths of a millisecond.
  public JdbcClient jdbcPlannedEachTime() {
    TransactionScope.of(this).map(TransactionScope::pipeline).ifPresent(Pipeline::flush);
    return plannedEachTime;
  }

  /// Does a statement without waiting for it: with the transaction's next query in one round trip,
  /// at the latest with the commit. Where no transaction is running, at once.
  ///
  /// Its error is the error of whoever makes the round trip, and rolls the transaction back.
  public void later(String sql, @Nullable Object... parameters) {
    inPipeline(pipeline -> pipeline.add(sql, parameters));
  }

  /// Writes a row later, in one statement with those of its table that are written before and
  /// behind it.
  public void write(TableRows table, @Nullable Object... row) {
    inPipeline(pipeline -> pipeline.add(table, row));
  }

  private void inPipeline(Consumer<Pipeline> work) {
    if (!TransactionSynchronizationManager.isActualTransactionActive()) {
      var alone = new Pipeline(template);
      work.accept(alone);
      alone.flush();
      return;
    }
    work.accept(scope().pipeline());
  }

  /// The rows of a query; what was written later goes in the same round trip before it.
  public <T> List<T> query(String sql, RowMapper<T> mapper, @Nullable Object... parameters) {
    return TransactionScope.of(this).map(TransactionScope::pipeline)
        .orElseGet(() -> new Pipeline(template)).query(sql, mapper, parameters);
  }

  /// The same, outside of a transaction by a plan that was made once for each connection, for
  /// whatever values: for queries by arrays of keys, of which the server makes a new plan each
  /// time, which costs more than to read a page.
  public <T> List<T> queryPlannedOnce(
      String sql, RowMapper<T> mapper, @Nullable Object... parameters) {
    if (TransactionSynchronizationManager.isActualTransactionActive()) {
      // It would hold for all that follows in it: that is for who began it to say.
      return query(sql, mapper, parameters);
    }
    var pipeline = new Pipeline(template);
    pipeline.add(PLAN_ONCE);
    return pipeline.query(sql, mapper, parameters);
  }

  /// The rows of a query that goes before what was written later.
  <T> List<T> queryAhead(String sql, RowMapper<T> mapper, @Nullable Object... parameters) {
    return new Pipeline(template).query(sql, mapper, parameters);
  }

  /// Asks without waiting: the rows are read when the next query is, or when somebody asks for
  /// what was [foreseen][#foreseen].
  public void ask(String sql, RowCallbackHandler rows, @Nullable Object... parameters) {
    requireTransaction();
    scope().pipeline().ask(sql, rows, parameters);
  }

  /// Keeps other transactions that lock one of these names waiting until this one ends.
  ///
  /// Names that one call locks are locked in one order, and none is locked twice.
  public void lock(Collection<String> names) {
    requireTransaction();
    scope().lock(names);
  }

  /// Has the statements of the running transaction planned once for each connection, for whatever
  /// values, and by their indexes: for work that does the same over and over. Tables may have grown
  /// from nothing since a plan was made.
  public void planOnce() {
    later(PLAN_ONCE);
  }

  /// Keeps what was read ahead, one of its class, until the running transaction ends.
  public void foresee(Object fact) {
    requireTransaction();
    scope().foresee(fact);
  }

  /// What was read ahead in the running transaction, empty where nothing of that kind was.
  public <T> Optional<T> foreseen(Class<T> kind) {
    return TransactionScope.of(this).flatMap(scope -> scope.foreseen(kind));
  }

  /// The next number of a sequence; numbers may be left out.
  public long next(String sequence) {
    return sequences.next(sequence);
  }

  private TransactionScope scope() {
    return TransactionScope.of(this)
        .orElseGet(() -> TransactionScope.begin(this, new Pipeline(template)));
  }

  /// Connections of the pool, those of the running transaction included.
  public DataSource dataSource() {
    return source;
  }

  /// Does the work in one transaction; inside a running one, as a part of that.
  ///
  /// Any exception rolls the whole transaction back and is passed on.
  ///
  /// @throws RecordsUnavailable if the database can't serve: then nothing was acknowledged
  public <T> T inTransaction(Supplier<T> work) {
    try {
      return transactions.execute(_ -> work.get());
    } catch (CannotCreateTransactionException error) {
      throw error.getCause() instanceof RecordsUnavailable unavailable ? unavailable : error;
    }
  }

  /// Does the work in one transaction; inside a running one, as a part of that.
  public void inTransaction(Runnable work) {
    inTransaction(() -> {
      work.run();
      return true;
    });
  }

  /// Does the work in one transaction of its own, and again where PostgreSQL gave it up to end a
  /// deadlock with another: so the work may have no effect but on the records.
  ///
  /// @throws RecordsUnavailable if the database can't serve: then nothing was acknowledged
  public <T> T inRepeatableTransaction(Supplier<T> work) {
    for (int left = ATTEMPTS_MAX - 1; left > 0; left--) {
      try {
        return inTransaction(work);
      } catch (PessimisticLockingFailureException _) {
        // The other one goes on now; a pause keeps the two from meeting again.
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(1_000_000, 20_000_000));
      }
    }
    return inTransaction(work);
  }

  /// Runs an action once the running transaction is committed; never if it rolls back.
  public void afterCommit(Runnable action) {
    requireTransaction();
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            action.run();
          }
        });
  }

  /// Refuses to go on outside a transaction: what follows must commit with its cause.
  public void requireTransaction() {
    if (!TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalStateException("this write belongs into a transaction, none is running");
    }
  }

  /// Has work done when the database is closed, as long as it can still be reached.
  public void beforeClose(Runnable work) {
    lastWorks.add(work);
  }

  /// Does what is left to do, closes the pool and, where it was started here, stops the server.
  @Override
  public void close() {
    lastWorks.forEach(Runnable::run);
    pool.close();
    server.ifPresent(PostgresServer::close);
  }
}
