package vn.tia.bridge.ups;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import vn.tia.bridge.retrieve.RetrieveSettings;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.records.deliveries.Deliveries;
import vn.tia.records.deliveries.Delivery;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.workitems.WorkitemEvents;
import vn.tia.records.workitems.WorkitemEvents.Event;

/// Queues events for subscribers (PS3.4 section CC.2.4), in the transaction that causes them.
///
/// One whose title is a destination of the facility is told by N-EVENT-REPORT; any other opens a
/// websocket to hear of them.
public final class UpsEvents {
  /// Deliveries of these events.
  public static final String KIND = "UPS EVENT";

  /// Events that wait for one subscriber that doesn't come: some days of a busy department.
  static final int WAITING_MAX = 10_000;
  static final int STATE_REPORT = 1;
  static final int CANCEL_REQUESTED = 2;
  static final int PROGRESS = 3;
  static final int SCP_STATUS = 4;
  static final int ASSIGNED = 5;

  private static final List<Tag> STATE = List.of(
      Tags.PROCEDURE_STEP_STATE, Tags.INPUT_READINESS_STATE);
  private static final List<Tag> ENDED = List.of(
      Tags.REASON_FOR_CANCELLATION, Tags.PROCEDURE_STEP_DISCONTINUATION_REASON_CODE_SEQUENCE);
  private static final List<Tag> PERFORMER = List.of(
      Tags.HUMAN_PERFORMER_CODE_SEQUENCE, Tags.HUMAN_PERFORMER_ORGANIZATION);

  private final Facilities facilities;
  private final RetrieveSettings destinations;
  private final Deliveries deliveries;
  private final WorkitemEvents waiting;

  /// Where events wait.
  public record Queues(Deliveries deliveries, WorkitemEvents waiting) {}

  public UpsEvents(Facilities facilities, RetrieveSettings destinations, Queues queues) {
    this.facilities = facilities;
    this.destinations = destinations;
    this.deliveries = queues.deliveries();
    this.waiting = queues.waiting();
  }

  void tell(int facilityId, Collection<String> subscribers, Event event) {
    var code = facilities.byId(facilityId).orElseThrow().code();
    for (var ae : subscribers) {
      if (isDestination(ae, code)) {
        deliveries.enqueue(new Delivery(facilityId, ae, KIND, UpsEventMessage.encode(event),
            event.workitem(), UUID.randomUUID().toString(), "UPS event " + event.type()));
      } else {
        waiting.append(facilityId, ae, event, WAITING_MAX);
      }
    }
  }

  /// Whether a subscriber is told by N-EVENT-REPORT.
  boolean isDestination(String ae, String facilityCode) {
    return destinations.destination(ae)
        .filter(one -> one.facility().equals(facilityCode)).isPresent();
  }

  static Event state(String uid, Dataset step) {
    var information = Dataset.builder();
    copy(step, STATE).elements().forEach(information::put);
    step.items(Tags.PROCEDURE_STEP_PROGRESS_INFORMATION_SEQUENCE).stream().findFirst()
        .ifPresent(item -> copy(item, ENDED).elements().forEach(information::put));
    return new Event(uid, STATE_REPORT, information.build());
  }

  static Event assigned(String uid, Dataset step) {
    var information = copy(step, List.of(Tags.SCHEDULED_STATION_NAME_CODE_SEQUENCE)).toBuilder();
    step.items(Tags.SCHEDULED_HUMAN_PERFORMERS_SEQUENCE).stream().findFirst()
        .ifPresent(item -> copy(item, PERFORMER).elements().forEach(information::put));
    return new Event(uid, ASSIGNED, information.build());
  }

  static Event progress(String uid, Dataset step) {
    return new Event(uid, PROGRESS,
        copy(step, List.of(Tags.PROCEDURE_STEP_PROGRESS_INFORMATION_SEQUENCE)));
  }

  /// What of a data set has a value.
  static Dataset copy(Dataset from, List<Tag> tags) {
    var some = Dataset.builder();
    tags.forEach(tag -> from.get(tag).filter(element -> !element.isEmpty())
        .ifPresent(some::put));
    return some.build();
  }
}
