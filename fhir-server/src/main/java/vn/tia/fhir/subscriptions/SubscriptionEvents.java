package vn.tia.fhir.subscriptions;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tia.dicom.data.Bytes;
import vn.tia.fhir.search.Clause;
import vn.tia.fhir.search.IndexDocument;
import vn.tia.mapping.fhir.FhirJson;
import vn.tia.records.access.Access;
import vn.tia.records.deliveries.Deliveries;
import vn.tia.records.deliveries.Delivery;
import vn.tia.records.outbox.OutboxConsumer;
import vn.tia.records.outbox.OutboxEntry;
import vn.tia.records.resources.ResourceKey;
import vn.tia.records.resources.Resources;
import vn.tia.records.resources.StoredResource;
import vn.tia.records.subscriptions.SubscriptionState;
import vn.tia.records.subscriptions.SubscriptionStatus;
import vn.tia.records.subscriptions.Subscriptions.Wish;

/// Follows the outbox: takes new Subscriptions in, and numbers the events of those that are there.
///
/// Events and the consumer's place are one transaction, so each event has one number for ever; what
/// goes out by HTTP is queued in it too.
public final class SubscriptionEvents {
  /// The kind under which its messages are queued.
  public static final String KIND = "FHIR";

  private static final Logger LOG = LoggerFactory.getLogger(SubscriptionEvents.class);

  private final SubscriptionChanges changes;
  private final Resources resources;
  private final Deliveries deliveries;
  private final Criteria criteria;
  private final Map<String, Watch> watches = new ConcurrentHashMap<>();

  /// A subscription's questions, read once per version.
  private record Watch(long version, Wanted wanted, List<Clause> clauses) {}

  SubscriptionEvents(SubscriptionChanges changes, Resources resources, Deliveries deliveries,
      Criteria criteria) {
    this.changes = changes;
    this.resources = resources;
    this.deliveries = deliveries;
    this.criteria = criteria;
  }

  OutboxConsumer consumer() {
    return new OutboxConsumer("subscriptions", Set.of(Resources.TOPIC),
        entries -> entries.forEach(this::handle));
  }

  private void handle(OutboxEntry entry) {
    var key = ResourceKey.parse(entry.key());
    long version = Long.parseLong(entry.key().substring(entry.key().lastIndexOf('/') + 1));
    if (key.type().equals("Subscription")) {
      follow(key, version, entry.facilityId());
      return;
    }
    if (key.type().equals("SearchParameter")) {
      // Criteria may ask by it, or by what it was.
      criteria.renew();
      watches.clear();
    }
    var watching = changes.rows().watching(entry.facilityId(), key.type());
    if (!watching.isEmpty()) {
      tell(watching, new Changed(key, version, entry.facilityId()));
    }
  }

  /// Takes a version of a Subscription in, unless a later one is there.
  private void follow(ResourceKey key, long version, int facilityId) {
    var stored = resources.read(key, Access.to(facilityId));
    if (stored.isEmpty() || stored.get().deleted()) {
      changes.rows().forget(key.id());
      watches.remove(key.id());
      return;
    }
    var known = changes.rows().find(key.id());
    if (stored.get().version() != version
        || known.filter(state -> state.version() >= version).isPresent()) {
      return;
    }
    var subscription = stored.get().decode(Subscription.class);
    try {
      follow(subscription, version, facilityId);
    } catch (BadSubscriptionException e) {
      // It was written before such rules, or past them: it must not hold back all others.
      LOG.warn("subscription {} is not served: {}", key.id(), e.getMessage());
      changes.rows().forget(key.id());
    }
  }

  private void follow(Subscription subscription, long version, int facilityId) {
    var id = subscription.getIdPart();
    var wanted = Wanted.of(subscription);
    boolean isOff = subscription.getStatus() == Subscription.SubscriptionStatus.OFF;
    changes.rows().follow(new Wish(id, facilityId, version, wanted.target().isPresent(),
            wanted.type(), wanted.heartbeatSeconds(), wanted.ends()),
        isOff ? SubscriptionStatus.OFF : SubscriptionStatus.REQUESTED);
    var state = changes.rows().find(id).orElseThrow();
    if (isOff) {
      return;
    }
    if (wanted.topic().isPresent() && wanted.target().isPresent()) {
      enqueue(state, "handshake", "handshake/" + version);
    } else {
      changes.become(state, SubscriptionStatus.ACTIVE, "");
    }
  }

  /// A version of a resource, decoded where somebody asks.
  private final class Changed {
    private final ResourceKey key;
    private final long version;
    private final int facilityId;
    private Optional<StoredResource> stored = Optional.empty();
    private Optional<IndexDocument> document = Optional.empty();
    private Optional<Optional<Resource>> before = Optional.empty();

    Changed(ResourceKey key, long version, int facilityId) {
      this.key = key;
      this.version = version;
      this.facilityId = facilityId;
    }

    /// Whether there is anything to tell: a version that was not a deletion.
    boolean isThere() {
      stored = resources.vread(key, version, Access.to(facilityId))
          .filter(one -> !one.deleted());
      return stored.isPresent();
    }

    Resource now() {
      return FhirJson.decode(stored.orElseThrow().json());
    }

    Optional<Resource> before() {
      if (before.isEmpty()) {
        before = Optional.of(version == 1 ? Optional.empty()
            : resources.vread(key, version - 1, Access.to(facilityId))
                .filter(one -> !one.deleted()).map(one -> FhirJson.decode(one.json())));
      }
      return before.get();
    }

    IndexDocument document() {
      document = document.or(() -> Optional.of(criteria.document(stored.orElseThrow())));
      return document.get();
    }
  }

  private void tell(List<SubscriptionState> watching, Changed changed) {
    if (!changed.isThere()) {
      return;
    }
    for (var state : watching) {
      watch(state).filter(watch -> isMet(watch, changed)).ifPresent(watch ->
          changes.rows().happened(state.id(), changed.key.toString(), changed.version)
              .ifPresent(number -> {
                if (watch.wanted().target().isPresent()) {
                  enqueue(state, Long.toString(number), "event/" + number);
                }
              }));
    }
  }

  private static boolean isMet(Watch watch, Changed changed) {
    return watch.wanted().topic()
            .filter(topic -> !topic.happens(changed.before(), changed.now())).isEmpty()
        && watch.clauses().stream().allMatch(
            clause -> Criteria.meets(clause, changed.document()));
  }

  private Optional<Watch> watch(SubscriptionState state) {
    var known = Optional.ofNullable(watches.get(state.id()))
        .filter(watch -> watch.version() == state.version());
    if (known.isPresent()) {
      return known;
    }
    try {
      var read = changes.wanted(state).map(wanted -> new Watch(state.version(), wanted,
          wanted.queries().stream()
              .map(query -> criteria.clause(wanted.type(), query)).toList()));
      read.ifPresent(watch -> watches.put(state.id(), watch));
      return read;
    } catch (BadSubscriptionException e) {
      LOG.warn("subscription {} is not served any more: {}", state.id(), e.getMessage());
      return Optional.empty();
    }
  }

  /// One lane for each subscription: it hears of events in their order.
  private void enqueue(SubscriptionState state, String what, String dedupeKey) {
    enqueue(deliveries, state, what, dedupeKey);
  }

  static void enqueue(
      Deliveries deliveries, SubscriptionState state, String what, String dedupeKey) {
    var lane = "Subscription/" + state.id();
    deliveries.enqueue(new Delivery(state.facilityId(), lane, KIND,
        Bytes.wrap(what.getBytes(StandardCharsets.US_ASCII)), lane, dedupeKey, what));
  }
}
