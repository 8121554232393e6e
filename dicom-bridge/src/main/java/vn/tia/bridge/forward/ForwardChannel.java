package vn.tia.bridge.forward;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import vn.tia.bridge.retrieve.OutgoingInstances;
import vn.tia.dicom.net.InstanceSender;
import vn.tia.dicom.net.Status;
import vn.tia.records.audit.Audit;
import vn.tia.records.audit.AuditRecord;
import vn.tia.records.database.Database;
import vn.tia.records.deliveries.Deliveries;
import vn.tia.records.deliveries.Delivery;
import vn.tia.records.deliveries.DeliveryChannel;
import vn.tia.records.deliveries.DeliveryOutcome;
import vn.tia.records.deliveries.DeliveryOutcome.Delivered;
import vn.tia.records.deliveries.DeliveryOutcome.NotBefore;
import vn.tia.records.deliveries.DeliveryOutcome.Rejected;
import vn.tia.records.deliveries.DeliveryOutcome.RetryLater;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.studies.InstanceSelection;

/// Sends instances to the destination of their route by C-STORE, checked against damage and with
/// the patient of now, in a transfer syntax that it takes.
public final class ForwardChannel implements DeliveryChannel {
  private final Archive archive;
  private final Queue queue;
  private final Caller caller;
  private final Audit audit;

  /// What is sent.
  public record Archive(
      InstanceSelection selection, OutgoingInstances outgoing, Facilities facilities) {}

  /// Where the rest of a list waits.
  public record Queue(Database database, Deliveries deliveries) {}

  /// Who sends, where to, and by which clock.
  public record Caller(String aeTitle, List<Route> routes, InstantSource clock) {
    public Caller {
      routes = List.copyOf(routes);
    }
  }

  public ForwardChannel(Archive archive, Queue queue, Caller caller, Audit audit) {
    this.archive = archive;
    this.queue = queue;
    this.caller = caller;
    this.audit = audit;
  }

  @Override
  public DeliveryOutcome send(Delivery delivery) {
    var list = ForwardList.decode(delivery.payload());
    var route = caller.routes().stream()
        .filter(one -> one.name().equals(list.route()))
        .findFirst();
    if (route.isEmpty()) {
      return new Rejected("the settings have no route " + list.route() + " any more");
    }
    var zone = archive.facilities().byId(delivery.facilityId()).orElseThrow().zone();
    var now = caller.clock().instant().atZone(zone);
    var closed = route.get().sending().filter(hours -> !hours.contains(now.toLocalTime()));
    return closed.isPresent()
        ? new NotBefore(closed.get().next(now).toInstant())
        : send(delivery, list, route.get());
  }

  private DeliveryOutcome send(Delivery delivery, ForwardList list, Route route) {
    var waiting = new ArrayDeque<>(archive.selection().read(list.ids()));
    var failed = new ArrayList<Long>();
    Optional<String> reason = Optional.empty();
    int sent = 0;
    try (var sender = new InstanceSender(route.destination().call(caller.aeTitle()))) {
      while (!waiting.isEmpty()) {
        var flaw = flaw(sender.send(archive.outgoing().sent(waiting.peek())));
        var id = waiting.remove().instance().id();
        if (flaw.isPresent()) {
          failed.add(id);
          reason = reason.or(() -> flaw);
        } else {
          sent++;
        }
      }
    } catch (IOException e) {
      waiting.forEach(one -> failed.add(one.instance().id()));
      reason = Optional.of("no association: " + e.getMessage());
    }
    if (sent > 0) {
      audit.record(new AuditRecord(OptionalInt.of(delivery.facilityId()), "DICOM",
          delivery.destination(), "forward", sent + " instances by the route " + route.name(),
          "done"));
    }
    return outcome(delivery, new ForwardList(list.route(), failed), sent, reason);
  }

  /// Why an instance was not taken.
  private static Optional<String> flaw(Optional<Status> answer) {
    return answer.isEmpty()
        ? Optional.of("a class or transfer syntax that is not taken, or damaged")
        : answer.filter(one -> !one.isSuccess() && !one.isWarning())
            .map(one -> "answered with %04X".formatted(one.code()));
  }

  /// What was taken isn't sent again: the rest becomes a delivery of its own.
  private DeliveryOutcome outcome(
      Delivery delivery, ForwardList failed, int sent, Optional<String> reason) {
    if (failed.ids().isEmpty()) {
      return new Delivered();
    }
    var why = "%d instances not taken: %s".formatted(failed.ids().size(), reason.orElseThrow());
    if (sent == 0) {
      return new RetryLater(why);
    }
    queue.database().inTransaction(() -> {
      queue.deliveries().enqueue(new Delivery(delivery.facilityId(), delivery.destination(),
          delivery.kind(), failed.encode(), delivery.orderingKey(),
          delivery.dedupeKey() + " " + failed.ids().size(), why));
    });
    return new Delivered();
  }
}
