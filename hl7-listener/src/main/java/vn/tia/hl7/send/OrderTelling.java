package vn.tia.hl7.send;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import vn.tia.hl7.send.Postbox.Posting;
import vn.tia.mapping.exam.OrderProgress;
import vn.tia.mapping.exam.ScheduledStep;
import vn.tia.mapping.exam.StepStatus;
import vn.tia.mapping.hl7.OrderEvent;
import vn.tia.mapping.hl7.OrderNotice;
import vn.tia.mapping.hl7.SentKind;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.facilities.Facility;
import vn.tia.records.orders.ChangedListener;
import vn.tia.records.orders.Orders;
import vn.tia.records.orders.PlacedListener;
import vn.tia.records.orders.StoredOrder;
import vn.tia.records.orders.StoredStep;
import vn.tia.records.outbox.Outbox;
import vn.tia.records.outbox.OutboxEntry;
import vn.tia.records.patients.Patients;
import vn.tia.records.patients.StoredPatient;

/// Tells destinations how orders fare: their numbers, their schedule, their status.
///
/// An event is noted in the transaction in which it happens, and only where somebody wants to
/// hear of it; the message is made after the commit, from the order as it stands then.
public final class OrderTelling implements PlacedListener, ChangedListener {

  static final String TOPIC = "order-event";

  private static final SentKind[] KINDS =
      {SentKind.ORM_O01, SentKind.OMG_O19, SentKind.OMI_O23, SentKind.SIU};

  private final Facilities facilities;
  private final Orders orders;
  private final Patients patients;
  private final Outbox outbox;
  private final Postbox postbox;

  OrderTelling(OutgoingMessages.Records records, Postbox postbox) {
    this.facilities = records.facilities();
    this.orders = records.orders();
    this.patients = records.patients();
    this.outbox = records.outbox();
    this.postbox = postbox;
  }

  @Override
  public void placed(StoredOrder order) {
    note(order, OrderEvent.SCHEDULED);
  }

  @Override
  public void changed(StoredOrder before, StoredOrder after) {
    event(before, after).ifPresent(event -> note(after, event));
  }

  private void note(StoredOrder order, OrderEvent event) {
    Facility facility = facilities.byId(order.facilityId()).orElseThrow();
    if (postbox.isWanted(facility.code(), KINDS)) {
      outbox.append(TOPIC, order.id() + "/" + event, facility.id());
    }
  }

  /// What a change means to others; the farthest where it means several things.
  static Optional<OrderEvent> event(StoredOrder before, StoredOrder after) {
    if (before.progress() != after.progress()) {
      return Optional.of(progressed(before, after));
    }
    if (!hasStarted(before) && hasStarted(after)) {
      return Optional.of(OrderEvent.STARTED);
    }
    if (!of(before, ScheduledStep::start).equals(of(after, ScheduledStep::start))) {
      return Optional.of(OrderEvent.MOVED);
    }
    boolean isSame = of(before, Function.identity()).equals(of(after, Function.identity()))
        && before.content().numbers().equals(after.content().numbers())
        && before.content().procedure().equals(after.content().procedure());
    return isSame ? Optional.empty() : Optional.of(OrderEvent.MODIFIED);
  }

  private static OrderEvent progressed(StoredOrder before, StoredOrder after) {
    return switch (after.progress()) {
      case ACTIVE -> before.progress() == OrderProgress.ON_HOLD
          ? OrderEvent.RESUMED : OrderEvent.SCHEDULED;
      case ON_HOLD -> OrderEvent.HELD;
      case COMPLETED -> OrderEvent.PERFORMED;
      case DISCONTINUED -> OrderEvent.DISCONTINUED;
      case CANCELED -> OrderEvent.CANCELED;
    };
  }

  private static boolean hasStarted(StoredOrder order) {
    return order.steps().stream().anyMatch(step -> step.status() == StepStatus.STARTED
        || step.status() == StepStatus.COMPLETED);
  }

  private static <T> List<T> of(StoredOrder order, Function<ScheduledStep, T> part) {
    return order.steps().stream().filter(step -> step.status() != StepStatus.CANCELED)
        .map(StoredStep::step).map(part).toList();
  }

  void queue(Facility facility, OutboxEntry entry) {
    String[] key = entry.key().split("/");
    var cursor = entry.cursor();
    orders.byId(facility.id(), Long.parseLong(key[0])).ifPresent(order ->
        tell(facility, order, OrderEvent.valueOf(key[1]), "order/" + entry.key() + "/"
            + cursor.transaction() + "." + cursor.id()));
  }

  /// Tells that a first final report of an order is there.
  void reported(Facility facility, String serviceRequestId, String cause) {
    if (postbox.isWanted(facility.code(), KINDS)) {
      orders.byFhirId(facility.id(), serviceRequestId)
          .ifPresent(order -> tell(facility, order, OrderEvent.REPORTED, cause + "/order"));
    }
  }

  private void tell(Facility facility, StoredOrder order, OrderEvent event, String cause) {
    StoredPatient patient = patients.byIds(List.of(order.patientId())).get(order.patientId());
    List<ScheduledStep> steps = of(order, Function.identity());
    // Of a canceled order all steps are told: what was to be done is not done.
    var told = steps.isEmpty() ? order.steps().stream().map(StoredStep::step).toList() : steps;
    var notice = new OrderNotice(event, patient.patient(), order.content(), told);
    postbox.post(new Posting(facility, "Patient/" + patient.fhirId(), cause,
        (kind, envelope) -> event.message(kind, notice, envelope)));
  }
}
