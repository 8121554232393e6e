package vn.tia.records.subscriptions;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import vn.tia.records.access.Access;
import vn.tia.records.database.Database;

/// The tables subscription and subscription_event.
public final class Subscriptions {
  private static final String COLUMNS =
      "id, facility_id, version, status, events, failures, failing_since";

  private final Database database;

  public Subscriptions(Database database) {
    this.database = database;
  }

  /// What a version of a Subscription asks for.
  ///
  /// @param isHook whether it is told by HTTP
  /// @param watched the type of what is watched
  public record Wish(String id, int facilityId, long version, boolean isHook, String watched,
      OptionalInt heartbeatSeconds, Optional<Instant> ends) {}

  /// Follows a version that a client wrote; the events and their numbers go on.
  public void follow(Wish wish, SubscriptionStatus status) {
    database.jdbc().sql("""
            INSERT INTO subscription
              (id, facility_id, version, status, is_hook, watched, heartbeat_seconds, ends)
            VALUES (:id, :facility, :version, :status, :hook, :watched, :heartbeat, :ends)
            ON CONFLICT (id) DO UPDATE SET version = excluded.version, status = excluded.status,
              is_hook = excluded.is_hook, watched = excluded.watched,
              heartbeat_seconds = excluded.heartbeat_seconds, ends = excluded.ends, failures = 0,
              failing_since = NULL""")
        .param("id", wish.id())
        .param("facility", wish.facilityId())
        .param("version", wish.version())
        .param("status", status.name())
        .param("hook", wish.isHook())
        .param("watched", wish.watched())
        .param("heartbeat", wish.heartbeatSeconds().isPresent()
            ? wish.heartbeatSeconds().getAsInt() : null, java.sql.Types.INTEGER)
        .param("ends", wish.ends().map(end -> end.atOffset(ZoneOffset.UTC)).orElse(null),
            java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
        .update();
  }

  /// Forgets a subscription that was deleted, with its events.
  public void forget(String id) {
    database.jdbc().sql("DELETE FROM subscription WHERE id = ?").param(id).update();
  }

  public Optional<SubscriptionState> find(String id) {
    return database.jdbc().sql("SELECT " + COLUMNS + " FROM subscription WHERE id = ?")
        .param(id).query(Subscriptions::state).optional();
  }

  /// The same, locked until the transaction ends.
  public Optional<SubscriptionState> lock(String id) {
    database.requireTransaction();
    return database.jdbc()
        .sql("SELECT " + COLUMNS + " FROM subscription WHERE id = ? FOR UPDATE")
        .param(id).query(Subscriptions::state).optional();
  }

  /// All of the facilities, in the order of their ids.
  public List<SubscriptionState> all(Access access, int max) {
    return database.jdbc().sql("SELECT " + COLUMNS
            + " FROM subscription WHERE facility_id = ANY (?) ORDER BY id LIMIT ?")
        .params(access.array(), max).query(Subscriptions::state).list();
  }

  /// Those of a facility that are to hear of resources of a type.
  public List<SubscriptionState> watching(int facilityId, String type) {
    return database.jdbc().sql("SELECT " + COLUMNS + """
             FROM subscription
            WHERE facility_id = ? AND watched = ? AND status IN ('ACTIVE', 'ERROR')
              AND (ends IS NULL OR ends > now()) ORDER BY id""")
        .params(facilityId, type).query(Subscriptions::state).list();
  }

  /// Notes an event, in the running transaction; its number, empty where it was noted before.
  public OptionalLong happened(String id, String resource, long version) {
    database.requireTransaction();
    boolean isKnown = lock(id).isEmpty() || database.jdbc().sql("""
            SELECT EXISTS (SELECT 1 FROM subscription_event
              WHERE subscription_id = ? AND resource = ? AND version = ?)""")
        .params(id, resource, version).query(Boolean.class).single();
    if (isKnown) {
      return OptionalLong.empty();
    }
    long number = database.jdbc()
        .sql("UPDATE subscription SET events = events + 1 WHERE id = ? RETURNING events")
        .param(id).query(Long.class).single();
    database.jdbc().sql("""
            INSERT INTO subscription_event (subscription_id, number, resource, version)
            VALUES (?, ?, ?, ?)""")
        .params(id, number, resource, version).update();
    return OptionalLong.of(number);
  }

  /// Some events, in their order, from a number to another, both included.
  public List<SubscriptionEvent> events(String id, long from, long until, int max) {
    return database.jdbc().sql("""
            SELECT number, resource, version, at FROM subscription_event
            WHERE subscription_id = ? AND number BETWEEN ? AND ? ORDER BY number LIMIT ?""")
        .params(id, from, until, max)
        .query((row, _) -> new SubscriptionEvent(row.getLong(1), row.getString(2),
            row.getLong(3), row.getTimestamp(4).toInstant()))
        .list();
  }

  /// Says how a subscription fares, by which version of its resource.
  public void fares(String id, long version, SubscriptionStatus status) {
    database.jdbc().sql("UPDATE subscription SET status = ?, version = ? WHERE id = ?")
        .params(status.name(), version, id).update();
  }

  /// Notes that it was told.
  public void told(String id) {
    database.jdbc().sql("""
            UPDATE subscription SET failures = 0, failing_since = NULL, told = clock_timestamp()
            WHERE id = ?""").param(id).update();
  }

  /// Notes that it could not be told.
  public void failed(String id) {
    database.jdbc().sql("""
            UPDATE subscription SET failures = failures + 1,
              failing_since = coalesce(failing_since, clock_timestamp()) WHERE id = ?""")
        .param(id).update();
  }

  /// Takes those that were silent for as long as they want a heartbeat after; each once.
  public List<SubscriptionState> silent(int max) {
    return database.jdbc().sql("""
            UPDATE subscription SET told = clock_timestamp() WHERE id IN (
              SELECT id FROM subscription WHERE is_hook AND status = 'ACTIVE'
                AND heartbeat_seconds IS NOT NULL
                AND told + heartbeat_seconds * interval '1 s' < clock_timestamp()
              ORDER BY told LIMIT ? FOR UPDATE SKIP LOCKED)
            RETURNING\s""" + COLUMNS)
        .param(max).query(Subscriptions::state).list();
  }

  /// Those whose end has come.
  public List<SubscriptionState> ended(int max) {
    return database.jdbc().sql("SELECT " + COLUMNS
            + " FROM subscription WHERE status <> 'OFF' AND ends < now() ORDER BY id LIMIT ?")
        .param(max).query(Subscriptions::state).list();
  }

  /// Deletes events from before a time, `max` at most.
  public int prune(Instant before, int max) {
    return database.jdbc().sql("""
            DELETE FROM subscription_event WHERE (subscription_id, number) IN (
              SELECT subscription_id, number FROM subscription_event WHERE at < ?
              ORDER BY at LIMIT ?)""")
        .params(before.atOffset(ZoneOffset.UTC), max).update();
  }

  private static SubscriptionState state(ResultSet row, int number) throws SQLException {
    return new SubscriptionState(row.getString("id"), row.getInt("facility_id"),
        row.getLong("version"), SubscriptionStatus.valueOf(row.getString("status")),
        row.getLong("events"), row.getInt("failures"),
        Optional.ofNullable(row.getTimestamp("failing_since")).map(Timestamp::toInstant));
  }
}
