package vn.tia.bridge.forward;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vn.tia.records.deliveries.Deliveries;
import vn.tia.records.deliveries.Delivery;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.outbox.Outbox;
import vn.tia.records.outbox.OutboxConsumer;
import vn.tia.records.outbox.OutboxEntry;
import vn.tia.records.studies.InstanceSelection;
import vn.tia.records.studies.InstanceSelection.Selected;
import vn.tia.records.studies.StoredInstance;
import vn.tia.records.studies.StoredListener;
import vn.tia.records.studies.Studies;

/// Follows what is stored, and queues what goes on by a route.
///
/// Storing says in its transaction only that instances came; which way they go is found afterwards.
public final class Forwarding implements StoredListener {
  /// Deliveries of this door's instances.
  public static final String KIND = "DICOM";

  /// Entries of the outbox whose key is the ids, a comma between them, a space, and the source.
  static final String TOPIC = "stored";
  /// Instances of one delivery: what an association sends in some seconds.
  private static final int INSTANCES_MAX = 500;

  private final Records records;
  private final List<Route> routes;

  /// Where instances and their queue are.
  public record Records(Outbox outbox, InstanceSelection selection, Studies studies,
      Facilities facilities, Deliveries deliveries) {}

  public Forwarding(Records records, List<Route> routes) {
    this.records = records;
    this.routes = List.copyOf(routes);
  }

  @Override
  public void stored(int facilityId, String source, List<Long> ids) {
    records.outbox().append(TOPIC, ids.stream().map(String::valueOf)
        .collect(Collectors.joining(",")) + " " + source, facilityId);
  }

  /// Queues what the routes take.
  public OutboxConsumer consumer() {
    return new OutboxConsumer("forwarding", Set.of(TOPIC), this::queue);
  }

  private record Way(Route route, String study) {}

  private void queue(List<OutboxEntry> entries) {
    // Instances of one study go together, whichever entries told of them.
    Map<Way, List<Long>> lists = new LinkedHashMap<>();
    Map<Way, OutboxEntry> first = new LinkedHashMap<>();
    for (var entry : entries) {
      for (var arrival : arrivals(entry)) {
        ways(entry, arrival).forEach(way -> {
          lists.computeIfAbsent(way, _ -> new ArrayList<>()).add(arrival.instance().id());
          first.putIfAbsent(way, entry);
        });
      }
    }
    lists.forEach((way, ids) -> {
      for (int from = 0; from < ids.size(); from += INSTANCES_MAX) {
        var some = ids.subList(from, Math.min(from + INSTANCES_MAX, ids.size()));
        records.deliveries().enqueue(delivery(way, first.get(way), some));
      }
    });
  }

  private Stream<Way> ways(OutboxEntry entry, Route.Arrival arrival) {
    var facility = records.facilities().byId(entry.facilityId()).orElseThrow();
    return routes.stream()
        .filter(route -> route.destination().facility().equals(facility.code()))
        .filter(route -> route.takes(arrival))
        .map(route -> new Way(route, arrival.instance().uids().study()));
  }

  private List<Route.Arrival> arrivals(OutboxEntry entry) {
    int space = entry.key().indexOf(' ');
    var ids = Stream.of(entry.key().substring(0, space).split(",")).map(Long::valueOf).toList();
    var source = entry.key().substring(space + 1).strip();
    var zone = records.facilities().byId(entry.facilityId()).orElseThrow().zone();
    var instances = records.selection().read(ids).stream().map(Selected::instance).toList();
    var headers = records.studies().headers(instances);
    return instances.stream()
        .map((StoredInstance one) ->
            new Route.Arrival(one, headers.get(one.id()).dataset(), source, zone))
        .toList();
  }

  private static Delivery delivery(Way way, OutboxEntry entry, List<Long> ids) {
    return new Delivery(entry.facilityId(), way.route().destination().aeTitle(), KIND,
        new ForwardList(way.route().name(), ids).encode(), way.route().name() + " " + way.study(),
        "%s %s %d".formatted(way.route().name(), entry.cursor(), ids.getFirst()),
        "%d instances by the route %s".formatted(ids.size(), way.route().name()));
  }
}
