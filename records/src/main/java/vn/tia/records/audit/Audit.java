package vn.tia.records.audit;

import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tia.records.database.Database;
import vn.tia.records.database.RecordsUnavailable;
import vn.tia.records.database.TableRows;
import vn.tia.records.database.TableRows.ColumnType;

/// The audit trail: append-only, which the database itself enforces.
///
/// A change is told in the transaction that makes it. A read is told a moment later, in a group
/// with others: a power cut takes the reads of the last moment with it, nothing else does.
public final class Audit {
  /// Longer texts are cut: the trail is fed by strangers, too.
  public static final int TEXT_MAX = 256;

  private static final Logger LOG = LoggerFactory.getLogger(Audit.class);

  private static final TableRows ROWS = TableRows.into("audit")
      .cast("at", "timestamptz").column("facility_id", ColumnType.INTEGER)
      .texts("door", "caller", "action", "target", "outcome").build();

  private final Database database;
  private final AuditQueue reads;

  public Audit(Database database) {
    this.database = database;
    this.reads = new AuditQueue(
        group -> database.inTransaction(() -> group.forEach(this::write)));
    // An orderly stop loses none.
    database.beforeClose(reads::close);
  }

  /// Adds a row, in the running transaction where there is one.
  public void record(AuditRecord record) {
    write(new AuditQueue.Event(record, Instant.now()));
  }

  /// Adds the row of an access that changed nothing, a moment later. Where too many wait,
  /// whoever comes writes its own, and is slowed down by that.
  public void recordRead(AuditRecord record) {
    var event = new AuditQueue.Event(record, Instant.now());
    if (!reads.offer(event)) {
      write(event);
    }
  }

  /// Waits until the rows of all reads so far are in the trail.
  public void flush() {
    reads.flush();
  }

  private void write(AuditQueue.Event event) {
    var record = event.record();
    database.write(ROWS, event.at().toString(),
        record.facilityId().isPresent() ? record.facilityId().getAsInt() : null,
        text(record.door()), text(record.caller()), text(record.action()),
        text(record.target()), text(record.outcome()));
  }

  /// Adds the row of a refusal. A refusal stands without its row: where the records can't be
  /// written, the log has it instead.
  public void recordRefusal(AuditRecord record) {
    try {
      record(record);
    } catch (RecordsUnavailable e) {
      LOG.warn("{} at the {} door was refused with {}; the trail can't be written", record.action(),
          record.door(), record.outcome());
    }
  }

  private static String text(String said) {
    String text = said.replace("\0", "");
    return text.length() <= TEXT_MAX ? text : text.substring(0, TEXT_MAX);
  }
}
