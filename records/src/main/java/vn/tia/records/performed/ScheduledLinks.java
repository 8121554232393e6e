package vn.tia.records.performed;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.records.database.Database;

/// Finds the scheduled steps that a performed step names in its Scheduled Step Attributes Sequence.
final class ScheduledLinks {
  private final Database database;

  ScheduledLinks(Database database) {
    this.database = database;
  }

  Set<Long> find(int facilityId, Dataset performed) {
    var found = new HashSet<Long>();
    performed.items(Tags.SCHEDULED_STEP_ATTRIBUTES_SEQUENCE)
        .forEach(item -> found.addAll(named(facilityId, item)));
    return found;
  }

  /// A step by its id within its order, the order by its study or accession number; where no step
  /// id is said, the order's only step.
  private List<Long> named(int facilityId, Dataset item) {
    var stepId = item.string(Tags.SCHEDULED_PROCEDURE_STEP_ID).orElse("");
    var steps = database.jdbc().sql("""
            SELECT s.id FROM imaging_order o JOIN scheduled_step s ON s.order_id = o.id
            WHERE o.facility_id = :facility
              AND (o.study_uid = :study OR o.accession_value = :accession)
              AND (:step = '' OR s.step_id = :step)""")
        .param("facility", facilityId)
        .param("study", item.string(Tags.STUDY_INSTANCE_UID).orElse(""))
        .param("accession", item.string(Tags.ACCESSION_NUMBER).orElse(""))
        .param("step", stepId)
        .query(Long.class)
        .list();
    return stepId.isEmpty() && steps.size() > 1 ? List.of() : steps;
  }
}
