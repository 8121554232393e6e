package vn.tia.records.deliveries;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import vn.tia.dicom.data.Bytes;
import vn.tia.records.access.Access;
import vn.tia.records.database.Database;

/// The queue of outgoing messages, kept in PostgreSQL.
///
/// Messages with the same destination and ordering key form a lane. Only the oldest waiting
/// message of a lane is scheduled; when it is done, in that same transaction, the next one is.
/// An advisory lock per lane lets enqueueing and finishing see each other.
public final class Deliveries {
  /// Its instances are named `id.round`.
  static final TaskDescriptor<Void> TASK = TaskDescriptor.of("delivery");

  private static final String COLUMNS = "id, facility_id, destination, kind, payload, "
      + "ordering_key, dedupe_key, remark, state, attempts, reason, created, attempted";

  private final Database database;
  private final InstantSource clock;
  private final SchedulerClient schedule;
  private final Set<Runnable> listeners = new CopyOnWriteArraySet<>();

  public Deliveries(Database database) {
    this(database, InstantSource.system());
  }

  /// @param clock by which pauses are measured, here and by the workers
  public Deliveries(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
    // It joins the caller's transaction: the message and its schedule commit together.
    this.schedule = SchedulerClient.Builder.create(
        new TransactionAwareDataSourceProxy(database.dataSource()), List.of()).build();
  }

  /// Puts a message into the queue, in the running transaction; it leaves after the commit.
  ///
  /// @return the message's id; that of the first one, where its dedupe key was there before
  /// @throws IllegalStateException if no transaction is running
  public long enqueue(Delivery delivery) {
    database.requireTransaction();
    lockLane(delivery.destination(), delivery.orderingKey());
    var inserted = insert(delivery, DeliveryState.WAITING, "");
    if (inserted.isEmpty()) {
      return database.jdbc()
          .sql("SELECT id FROM delivery WHERE destination = ? AND dedupe_key = ?")
          .params(delivery.destination(), delivery.dedupeKey())
          .query(Long.class)
          .single();
    }
    scheduleHead(delivery.destination(), delivery.orderingKey());
    return inserted.get();
  }

  /// Keeps a message that can't be sent as it is for somebody to look at; those behind it go on.
  ///
  /// @param reason why, without patient data
  public void layAside(Delivery delivery, String reason) {
    database.requireTransaction();
    insert(delivery, DeliveryState.DEAD, reason);
  }

  /// Deletes messages that were delivered before a time, `max` at most. From then on the same
  /// message could be enqueued once more, which its cause in the outbox is too old for.
  ///
  /// @return how many were deleted
  public int prune(Instant before, int max) {
    return database.jdbc().sql("""
            DELETE FROM delivery WHERE id IN (SELECT id FROM delivery
              WHERE state = 'DELIVERED' AND attempted < ? ORDER BY attempted LIMIT ?)""")
        .params(before.atOffset(ZoneOffset.UTC), max)
        .update();
  }

  /// One message; empty where there is none to see.
  public Optional<QueuedDelivery> find(long id, Access access) {
    return find(id).filter(found -> access.allows(found.delivery().facilityId()));
  }

  /// The messages that somebody has to look at, newest first.
  public List<QueuedDelivery> dead(Access access, int max) {
    return database.jdbc().sql("SELECT " + COLUMNS + """
             FROM delivery WHERE state = 'DEAD' AND facility_id = ANY (:facilities)
            ORDER BY id DESC LIMIT :max""")
        .param("facilities", access.array())
        .param("max", max)
        .query(Deliveries::queued)
        .list();
  }

  /// The messages that are not taken yet, oldest first.
  public List<QueuedDelivery> waiting(Access access, int max) {
    return database.jdbc().sql("SELECT " + COLUMNS + """
             FROM delivery WHERE state = 'WAITING' AND facility_id = ANY (:facilities)
            ORDER BY id LIMIT :max""")
        .param("facilities", access.array())
        .param("max", max)
        .query(Deliveries::queued)
        .list();
  }

  /// Sends a dead message once more; false where there is no such message to see.
  public boolean revive(long id, Access access) {
    return database.inTransaction(() -> {
      var found = find(id, access).filter(one -> one.state() == DeliveryState.DEAD);
      found.ifPresent(one -> {
        var lane = one.delivery();
        lockLane(lane.destination(), lane.orderingKey());
        database.jdbc().sql("""
                UPDATE delivery
                SET state = 'WAITING', round = round + 1, created = clock_timestamp()
                WHERE id = ?""")
            .param(id)
            .update();
        scheduleHead(lane.destination(), lane.orderingKey());
      });
      return found.isPresent();
    });
  }

  InstantSource clock() {
    return clock;
  }

  /// Calls the listener after each commit of this process that scheduled a message.
  void listen(Runnable listener) {
    listeners.add(listener);
  }

  void forget(Runnable listener) {
    listeners.remove(listener);
  }

  Optional<QueuedDelivery> find(long id) {
    return database.jdbc().sql("SELECT " + COLUMNS + " FROM delivery WHERE id = ?")
        .param(id)
        .query(Deliveries::queued)
        .optional();
  }

  /// Records that a message is done, and schedules the next one of its lane.
  void finish(QueuedDelivery done, DeliveryState state, String reason) {
    database.inTransaction(() -> {
      var lane = done.delivery();
      lockLane(lane.destination(), lane.orderingKey());
      attempted(done.id(), state, reason);
      scheduleHead(lane.destination(), lane.orderingKey());
    });
  }

  /// Sends what waits for a receiver at once: it has just taken a message after a time without.
  void hurry(String destination) {
    var now = clock.instant().atOffset(ZoneOffset.UTC);
    database.jdbc().sql("""
            UPDATE scheduled_tasks SET execution_time = ?
            WHERE (task_name, task_instance) IN (
              SELECT task_name, task_instance FROM scheduled_tasks
              WHERE task_name = ? AND NOT picked AND execution_time > ? AND task_instance IN (
                SELECT id || '.' || round FROM delivery
                WHERE destination = ? AND state = 'WAITING')
              FOR UPDATE SKIP LOCKED)""")
        .params(now, TASK.getTaskName(), now, destination)
        .update();
    listeners.forEach(Runnable::run);
  }

  /// Records an attempt that failed; the message stays at the head of its lane.
  void failed(QueuedDelivery waiting, String reason) {
    attempted(waiting.id(), DeliveryState.WAITING, reason);
  }

  private void attempted(long id, DeliveryState state, String reason) {
    database.jdbc().sql("""
            UPDATE delivery SET state = ?, reason = ?, attempts = attempts + 1,
              attempted = clock_timestamp()
            WHERE id = ?""")
        .params(state.name(), reason, id)
        .update();
  }

  private Optional<Long> insert(Delivery delivery, DeliveryState state, String reason) {
    return database.jdbc().sql("""
            INSERT INTO delivery (facility_id, destination, kind, payload, ordering_key, dedupe_key,
              remark, state, reason)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (destination, dedupe_key) DO NOTHING
            RETURNING id""")
        .params(delivery.facilityId(), delivery.destination(), delivery.kind(),
            delivery.payload().toArray(), delivery.orderingKey(), delivery.dedupeKey(),
            delivery.remark(), state.name(), reason)
        .query(Long.class)
        .optional();
  }

  private void scheduleHead(String destination, String orderingKey) {
    var head = database.jdbc().sql("""
            SELECT id || '.' || round FROM delivery
            WHERE destination = ? AND ordering_key = ? AND state = 'WAITING'
            ORDER BY id LIMIT 1""")
        .params(destination, orderingKey)
        .query(String.class)
        .optional();
    head.ifPresent(instance ->
        schedule.scheduleIfNotExists(TASK.instance(instance).build(), clock.instant()));
    database.afterCommit(() -> listeners.forEach(Runnable::run));
  }

  // Two lanes that share a hash wait for each other, which is harmless.
  private void lockLane(String destination, String orderingKey) {
    database.jdbc().sql("SELECT pg_advisory_xact_lock(hashtextextended(?, 45))")
        .param(destination + "\n" + orderingKey)
        .query((_, _) -> true)
        .single();
  }

  private static QueuedDelivery queued(ResultSet row, int number) throws SQLException {
    return new QueuedDelivery(
        row.getLong("id"),
        new Delivery(
            row.getInt("facility_id"),
            row.getString("destination"),
            row.getString("kind"),
            Bytes.wrap(row.getBytes("payload")),
            row.getString("ordering_key"),
            row.getString("dedupe_key"),
            row.getString("remark")),
        DeliveryState.valueOf(row.getString("state")),
        row.getInt("attempts"),
        row.getString("reason"),
        row.getTimestamp("created").toInstant(),
        Optional.ofNullable(row.getTimestamp("attempted")).map(Timestamp::toInstant));
  }
}
