package vn.tia.bridge.testkit;

import java.time.InstantSource;
import java.util.List;
import vn.tia.bridge.retrieve.Destination;
import vn.tia.bridge.retrieve.RetrieveSettings;
import vn.tia.bridge.ups.SubscriptionService;
import vn.tia.bridge.ups.UpsEvents;
import vn.tia.bridge.ups.WorkitemSearch;
import vn.tia.bridge.ups.WorkitemService;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.records.audit.Audit;
import vn.tia.records.deliveries.Deliveries;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.testkit.TestRecords;
import vn.tia.records.workitems.WorkitemEvents;
import vn.tia.records.workitems.WorkitemSubscriptions;
import vn.tia.records.workitems.Workitems;

/// The services of Unified Procedure Steps on the records of two hospitals.
public record TestWorkitems(TestRecords records, WorkitemService service, WorkitemSearch search,
    SubscriptionService subscriptions, UpsEvents events, WorkitemEvents waiting,
    Deliveries deliveries) {

  /// @param destinations those that are told by N-EVENT-REPORT
  public static TestWorkitems on(TestRecords records, Destination... destinations) {
    var database = records.database();
    var facilities = new Facilities(database);
    var items = new Workitems(database);
    var parts = new WorkitemService.Records(
        database, facilities, items, new WorkitemSubscriptions(database), new Audit(database));
    var waiting = new WorkitemEvents(database);
    var deliveries = new Deliveries(database);
    var events = new UpsEvents(facilities,
        new RetrieveSettings(List.of(destinations), RetrieveSettings.INSTANCES_MAX),
        new UpsEvents.Queues(deliveries, waiting));
    var search = new WorkitemSearch(items, facilities);
    return new TestWorkitems(records,
        new WorkitemService(parts, events, InstantSource.system()), search,
        new SubscriptionService(parts, search, events), events, waiting, deliveries);
  }

  /// A step to be done, with all that has to be said of one.
  public static Dataset scheduled() {
    return Dataset.builder()
        .put(Tags.PROCEDURE_STEP_STATE, "SCHEDULED")
        .put(Tags.SCHEDULED_PROCEDURE_STEP_PRIORITY, "HIGH")
        .put(Tags.PROCEDURE_STEP_LABEL, "Đọc phim CT sọ não")
        .put(Tags.WORKLIST_LABEL, "CT")
        .put(Tags.SCHEDULED_PROCEDURE_STEP_START_DATE_TIME, "20261125093000+0700")
        .put(Tags.INPUT_READINESS_STATE, "READY")
        .put(Tags.PATIENT_NAME, "NGUYỄN^AN^VĂN")
        .put(Tags.PATIENT_ID, "PID1")
        .putItems(Tags.SCHEDULED_STATION_NAME_CODE_SEQUENCE, List.of(code("WS1", "Máy đọc 1")))
        .putItems(Tags.REFERENCED_REQUEST_SEQUENCE, List.of(Dataset.builder()
            .put(Tags.ACCESSION_NUMBER, "ACC1").build()))
        .build();
  }

  /// What a performer says before completing.
  public static Dataset performed() {
    return Dataset.builder()
        .putItems(Tags.UNIFIED_PROCEDURE_STEP_PERFORMED_PROCEDURE_SEQUENCE,
            List.of(Dataset.builder()
                .putItems(Tags.PERFORMED_STATION_NAME_CODE_SEQUENCE, List.of(code("WS1", "1")))
                .putItems(Tags.PERFORMED_WORKITEM_CODE_SEQUENCE,
                    List.of(code("110005", "Interpretation")))
                .put(Tags.PERFORMED_PROCEDURE_STEP_START_DATE_TIME, "20261125094000+0700")
                .put(Tags.PERFORMED_PROCEDURE_STEP_END_DATE_TIME, "20261125095000+0700")
                .putEmpty(Tags.OUTPUT_INFORMATION_SEQUENCE)
                .build()))
        .build();
  }

  private static Dataset code(String value, String meaning) {
    return Dataset.builder()
        .put(Tags.CODE_VALUE, value)
        .put(Tags.CODING_SCHEME_DESIGNATOR, "L")
        .put(Tags.CODE_MEANING, meaning)
        .build();
  }
}
