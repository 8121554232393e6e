package vn.tia.bridge.prefetch;

import java.nio.charset.StandardCharsets;
import java.util.List;
import vn.tia.dicom.data.Bytes;
import vn.tia.records.deliveries.Deliveries;
import vn.tia.records.deliveries.Delivery;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.orders.PlacedListener;
import vn.tia.records.orders.StoredOrder;

/// Notes, in the transaction of an order, that its priors are to be fetched.
public final class Prefetching implements PlacedListener {

  /// The kind of these deliveries, and their destination: ourselves.
  public static final String KIND = "PREFETCH";

  private final List<PrefetchRule> rules;
  private final Facilities facilities;
  private final Deliveries deliveries;

  public Prefetching(List<PrefetchRule> rules, Facilities facilities, Deliveries deliveries) {
    this.rules = List.copyOf(rules);
    this.facilities = facilities;
    this.deliveries = deliveries;
  }

  @Override
  public void placed(StoredOrder order) {
    var code = facilities.byId(order.facilityId()).orElseThrow().code();
    rules.stream()
        .filter(rule -> rule.facility().equals(code) && rule.isFor(order))
        .forEach(rule -> deliveries.enqueue(new Delivery(order.facilityId(), KIND, KIND,
            payload(rule, order), "order " + order.id(),
            "%s order %d".formatted(rule.name(), order.id()),
            "the priors of an order by the rule " + rule.name())));
  }

  private static Bytes payload(PrefetchRule rule, StoredOrder order) {
    return Bytes.wrap((order.id() + " " + rule.name()).getBytes(StandardCharsets.UTF_8));
  }
}
