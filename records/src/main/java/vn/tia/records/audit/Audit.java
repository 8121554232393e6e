package vn.tia.records.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tia.records.database.Database;
import vn.tia.records.database.RecordsUnavailable;

/// The audit trail: append-only, which the database itself enforces.
public final class Audit {
  /// Longer texts are cut: the trail is fed by strangers, too.
  public static final int TEXT_MAX = 256;

  private static final Logger LOG = LoggerFactory.getLogger(Audit.class);

  private final Database database;

  public Audit(Database database) {
    this.database = database;
  }

  /// Adds a row, in the running transaction where there is one.
  public void record(AuditRecord record) {
    var values = new ArrayList<@Nullable Object>();
    values.add(record.facilityId().isPresent() ? record.facilityId().getAsInt() : null);
    values.addAll(texts(record));
    database.later("""
        INSERT INTO audit (facility_id, door, caller, action, target, outcome)
        VALUES (?::integer, ?, ?, ?, ?, ?)""", values.toArray());
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

  private static List<String> texts(AuditRecord record) {
    return Stream.of(record.door(), record.caller(), record.action(), record.target(),
            record.outcome())
        .map(text -> text.replace("\0", ""))
        .map(text -> text.length() <= TEXT_MAX ? text : text.substring(0, TEXT_MAX))
        .toList();
  }
}
