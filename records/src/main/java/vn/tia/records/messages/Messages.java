package vn.tia.records.messages;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.tia.dicom.data.Bytes;
import vn.tia.records.access.Access;
import vn.tia.records.database.Database;
import vn.tia.records.database.TableRows;
import vn.tia.records.database.TableRows.ColumnType;

/// The journal of HL7 v2 messages that came in.
public final class Messages {

  private static final String COLUMNS = "id, facility_id, sender, control_id, kind, message, "
      + "sha256, outcome, fault, reason, answer, attempts, received";

  private static final TableRows ROWS = TableRows.into("hl7_message")
      .column("id", ColumnType.BIGINT).column("facility_id", ColumnType.INTEGER)
      .texts("sender", "control_id", "kind")
      .column("message", ColumnType.BYTEA).column("sha256", ColumnType.BYTEA)
      .texts("outcome").column("fault", ColumnType.INTEGER).texts("reason")
      .column("answer", ColumnType.BYTEA).cast("received", "timestamptz").build();

  /// By what a message is one.
  private record Key(String sender, String controlId) {
    static Key of(InboundMessage message) {
      return new Key(message.sender(), message.controlId());
    }
  }

  private record Ahead(Map<Key, Optional<JournalledMessage>> byKey) {}

  private final Database database;

  public Messages(Database database) {
    this.database = database;
  }

  /// Holds off other connections with the same message until the running transaction ends.
  ///
  /// @throws IllegalStateException if no transaction is running
  public void lock(InboundMessage message) {
    database.lock(List.of(lockName(message)));
  }

  /// What [lock] locks.
  public static String lockName(InboundMessage message) {
    return "message|" + message.sender() + "\n" + message.controlId();
  }

  /// Asks ahead, without waiting, which of these were accepted; for messages that are locked.
  public void foresee(Collection<InboundMessage> messages) {
    var ahead = new Ahead(new HashMap<>());
    messages.forEach(one -> ahead.byKey().put(Key.of(one), Optional.empty()));
    database.foresee(ahead);
    database.ask("SELECT " + COLUMNS + """
             FROM unnest(?::text[], ?::text[]) AS wanted (sent_by, number)
            JOIN hl7_message ON sender = sent_by AND control_id = number AND outcome = 'AA'""",
        row -> {
          var found = journalled(row, 0);
          ahead.byKey().put(Key.of(found.message()), Optional.of(found));
        },
        messages.stream().map(InboundMessage::sender).toArray(String[]::new),
        messages.stream().map(InboundMessage::controlId).toArray(String[]::new));
  }

  /// The message of that sender and control id that had its effect, whatever its bytes.
  public Optional<JournalledMessage> accepted(InboundMessage message) {
    // Once: what the transaction writes meanwhile is not in what was read ahead.
    return database.foreseen(Ahead.class)
        .flatMap(ahead -> Optional.ofNullable(ahead.byKey().remove(Key.of(message))))
        .orElseGet(() -> database.query("SELECT " + COLUMNS
                + " FROM hl7_message WHERE sender = ? AND control_id = ? AND outcome = 'AA'",
            Messages::journalled, message.sender(), message.controlId()).stream().findFirst());
  }

  /// Writes a message and its answer, in the transaction of its effect.
  ///
  /// The same failing message again is counted, not kept twice.
  public long write(InboundMessage message, Verdict verdict) {
    return verdict.isAccepted() ? accept(message, verdict) : fail(message, verdict);
  }

  private long accept(InboundMessage message, Verdict verdict) {
    long id = database.next("hl7_message_id_seq");
    database.write(ROWS, id, message.facilityId(), message.sender(), message.controlId(),
        message.kind(), message.content().toArray(), message.sha256().toArray(),
        verdict.outcome(), verdict.fault(), verdict.reason(), verdict.answer().toArray(),
        message.received().toString());
    return id;
  }

  private long fail(InboundMessage message, Verdict verdict) {
    return database.jdbc().sql("""
            INSERT INTO hl7_message (facility_id, sender, control_id, kind, message, sha256,
              outcome, fault, reason, answer, received)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (sender, control_id, sha256) WHERE outcome <> 'AA' DO UPDATE
              SET attempts = hl7_message.attempts + 1, outcome = excluded.outcome,
                fault = excluded.fault, reason = excluded.reason, answer = excluded.answer
            RETURNING id""")
        .params(message.facilityId(), message.sender(), message.controlId(), message.kind(),
            message.content().toArray(), message.sha256().toArray(), verdict.outcome(),
            verdict.fault(), verdict.reason(), verdict.answer().toArray(),
            message.received().atOffset(ZoneOffset.UTC))
        .query(Long.class)
        .single();
  }

  /// Deletes messages that came before a time, `max` at most: from then on the same message would
  /// have its effect again. Those that failed stay while somebody has to look at them.
  ///
  /// @return how many were deleted
  public int prune(Instant before, int max) {
    return database.jdbc().sql("""
            DELETE FROM hl7_message WHERE id IN (SELECT id FROM hl7_message
              WHERE received < ? AND (outcome = 'AA' OR dismissed IS NOT NULL)
              ORDER BY id LIMIT ?)""")
        .params(before.atOffset(ZoneOffset.UTC), max)
        .update();
  }

  /// The messages that failed and that somebody has to look at, newest first.
  public List<JournalledMessage> failed(Access access, int max) {
    return database.jdbc().sql("SELECT " + COLUMNS + """
             FROM hl7_message
            WHERE outcome <> 'AA' AND dismissed IS NULL AND facility_id = ANY (:facilities)
            ORDER BY id DESC LIMIT :max""")
        .param("facilities", access.array())
        .param("max", max)
        .query(Messages::journalled)
        .list();
  }

  /// Notes what became of a failed message that was tried once more.
  public void conclude(long id, Verdict verdict) {
    database.requireTransaction();
    database.jdbc().sql("""
            UPDATE hl7_message SET outcome = ?, fault = ?, reason = ?, answer = ?,
              attempts = attempts + 1 WHERE id = ?""")
        .params(verdict.outcome(), verdict.fault(), verdict.reason(),
            verdict.answer().toArray(), id)
        .update();
  }

  /// Takes a failed message out of the queue; false where there is no such one to see.
  public boolean dismiss(long id, Access access) {
    return database.jdbc().sql("""
            UPDATE hl7_message SET dismissed = now() WHERE id = :id AND outcome <> 'AA'
              AND dismissed IS NULL AND facility_id = ANY (:facilities)""")
        .param("id", id)
        .param("facilities", access.array())
        .update() > 0;
  }

  /// One message; empty where there is none to see.
  public Optional<JournalledMessage> find(long id, Access access) {
    return database.jdbc().sql("SELECT " + COLUMNS
            + " FROM hl7_message WHERE id = :id AND facility_id = ANY (:facilities)")
        .param("id", id)
        .param("facilities", access.array())
        .query(Messages::journalled)
        .optional();
  }

  private static JournalledMessage journalled(ResultSet row, int number) throws SQLException {
    var message = new InboundMessage(row.getInt("facility_id"), row.getString("sender"),
        row.getString("control_id"), row.getString("kind"), Bytes.wrap(row.getBytes("message")),
        Bytes.wrap(row.getBytes("sha256")), row.getTimestamp("received").toInstant());
    var verdict = new Verdict(row.getString("outcome"), row.getInt("fault"),
        row.getString("reason"), Bytes.wrap(row.getBytes("answer")));
    return new JournalledMessage(row.getLong("id"), message, verdict, row.getInt("attempts"));
  }
}
