package vn.tia.records.audit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tia.records.database.Database;
import vn.tia.records.database.RecordsUnavailable;
import vn.tia.records.database.TableRows;
import vn.tia.records.database.TableRows.ColumnType;

/// The audit trail: append-only, which the database itself enforces.
public final class Audit {
  /// Longer texts are cut: the trail is fed by strangers, too.
  public static final int TEXT_MAX = 256;

  private static final Logger LOG = LoggerFactory.getLogger(Audit.class);

  private static final TableRows ROWS = TableRows.into("audit")
      .column("facility_id", ColumnType.INTEGER)
      .texts("door", "caller", "action", "target", "outcome").build();

  private final Database database;

  public Audit(Database database) {
    this.database = database;
  }

  /// Adds a row, in the running transaction where there is one.
  public void record(AuditRecord record) {
    database.write(ROWS,
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
