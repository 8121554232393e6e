package vn.tia.bridge.retrieve;

import java.io.IOException;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tia.records.audit.Audit;
import vn.tia.records.audit.AuditRecord;
import vn.tia.records.database.RecordsUnavailable;
import vn.tia.records.studies.Scrub;
import vn.tia.records.studies.StoredBytes;

/// Tells of damage where it will be seen: in the list that health counts, in the log and in the
/// audit trail, once for each object however often it is asked for.
public record RecordedDamage(Scrub scrub, Audit audit) implements DamageAlarm {

  private static final Logger LOG = LoggerFactory.getLogger(RecordedDamage.class);

  @Override
  public void raise(StoredBytes object, IOException found) {
    var kind = found.getClass().getSimpleName();
    try {
      scrub.damaged(object.objectId(), kind).ifPresent(instance -> {
        LOG.error("the object {} is damaged or gone: {}; restore it from a backup",
            object.objectId(), kind);
        audit.record(new AuditRecord(OptionalInt.of(instance.facilityId()), "DICOM",
            "archive", "check", instance.sopInstanceUid(), "damaged"));
      });
    } catch (RecordsUnavailable _) {
      LOG.error("the object {} is damaged or gone: {}; the records can't be told now",
          object.objectId(), kind);
    }
  }
}
