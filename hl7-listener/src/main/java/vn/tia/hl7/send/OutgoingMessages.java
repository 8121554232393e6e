package vn.tia.hl7.send;

import java.time.Clock;
import java.util.List;
import java.util.Set;
import vn.tia.records.deliveries.Deliveries;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.facilities.Facility;
import vn.tia.records.messages.Messages;
import vn.tia.records.orders.Orders;
import vn.tia.records.outbox.Outbox;
import vn.tia.records.outbox.OutboxConsumer;
import vn.tia.records.outbox.OutboxEntry;
import vn.tia.records.patients.Patients;
import vn.tia.records.resources.Resources;

/// Turns what happens in the records into queued messages: reports, orders and patients.
///
/// One consumer for all of them, so that messages about one patient are queued in the order in
/// which their causes were committed.
public final class OutgoingMessages {

  /// The kind under which its messages are queued.
  public static final String KIND = "HL7";

  private final Facilities facilities;
  private final Postbox postbox;
  private final ReportDelivery reports;
  private final OrderTelling orders;
  private final PatientForwarding patients;

  /// What is told of.
  public record Records(Facilities facilities, Resources resources, Orders orders,
      Patients patients, Messages messages, Outbox outbox) {}

  /// @param reading how the messages of each facility are read that are forwarded
  public OutgoingMessages(Records records, Deliveries deliveries,
      List<Hl7Destination> destinations, Reading reading, Clock clock) {
    this.facilities = records.facilities();
    this.postbox = new Postbox(destinations, deliveries, clock);
    this.orders = new OrderTelling(records, postbox);
    this.reports = new ReportDelivery(records, postbox, orders);
    this.patients = new PatientForwarding(records, postbox, reading);
  }

  /// Hears of orders; to be told of placed and of changed ones.
  public OrderTelling orders() {
    return orders;
  }

  /// Hears of messages about patients; to be told of those that were taken.
  public PatientForwarding patients() {
    return patients;
  }

  /// What reads the outbox for it, under the name that it had when reports were all.
  public OutboxConsumer consumer() {
    return new OutboxConsumer("hl7-reports",
        Set.of(Resources.TOPIC, OrderTelling.TOPIC, PatientForwarding.TOPIC),
        entries -> entries.forEach(this::queue));
  }

  private void queue(OutboxEntry entry) {
    Facility facility = facilities.byId(entry.facilityId()).orElseThrow();
    switch (entry.topic()) {
      case OrderTelling.TOPIC -> orders.queue(facility, entry);
      case PatientForwarding.TOPIC -> patients.queue(facility, entry);
      default -> reports.queue(facility, entry);
    }
  }
}
