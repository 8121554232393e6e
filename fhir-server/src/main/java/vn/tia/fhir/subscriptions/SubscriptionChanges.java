package vn.tia.fhir.subscriptions;

import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tia.records.access.Access;
import vn.tia.records.database.Database;
import vn.tia.records.resources.Change;
import vn.tia.records.resources.Current;
import vn.tia.records.resources.ResourceKey;
import vn.tia.records.resources.Resources;
import vn.tia.records.resources.StoredResource;
import vn.tia.records.subscriptions.SubscriptionState;
import vn.tia.records.subscriptions.SubscriptionStatus;
import vn.tia.records.subscriptions.Subscriptions;

/// Changes how a subscription fares: its row and its resource in one transaction.
final class SubscriptionChanges {
  private static final Logger LOG = LoggerFactory.getLogger(SubscriptionChanges.class);

  private final Database database;
  private final Resources resources;
  private final Subscriptions subscriptions;

  SubscriptionChanges(Database database, Resources resources) {
    this.database = database;
    this.resources = resources;
    this.subscriptions = new Subscriptions(database);
  }

  Subscriptions rows() {
    return subscriptions;
  }

  Database database() {
    return database;
  }

  /// The Subscription that a row follows, where it is there.
  Optional<StoredResource> resource(SubscriptionState state) {
    return resources.read(new ResourceKey("Subscription", state.id()),
        Access.to(state.facilityId())).filter(stored -> !stored.deleted());
  }

  /// What a subscription asks for; empty where it is gone or can't be read any more.
  Optional<Wanted> wanted(SubscriptionState state) {
    try {
      return resource(state).map(stored -> Wanted.of(stored.decode(Subscription.class)));
    } catch (BadSubscriptionException e) {
      LOG.warn("subscription {} is not served any more: {}", state.id(), e.getMessage());
      return Optional.empty();
    }
  }

  /// Says that a subscription fares so, where nobody has said otherwise meanwhile.
  ///
  /// @param seen the state that this follows from
  /// @param error what its client may read; empty for none
  void become(SubscriptionState seen, SubscriptionStatus status, String error) {
    database.inTransaction(() -> {
      var key = new ResourceKey("Subscription", seen.id());
      var stored = Optional.ofNullable(resources.lock(List.of(key)).get(key))
          .filter(Current::isThere);
      var now = subscriptions.lock(seen.id());
      // Where its client has just written it anew, that version is what counts.
      if (now.isEmpty() || stored.isEmpty() || now.get().status() == status
          || now.get().status() == SubscriptionStatus.OFF
          || now.get().version() != stored.get().resource().version()) {
        return;
      }
      var subscription = stored.get().resource().decode(Subscription.class);
      subscription.setStatus(
          Subscription.SubscriptionStatus.fromCode(Notifications.code(status)));
      subscription.setError(error.isEmpty() ? null : error);
      var next = resources.change(List.of(new Change.Put(seen.facilityId(), subscription, stored,
          stored.get().byClient()))).getFirst();
      subscriptions.fares(seen.id(), next.version(), status);
      LOG.info("subscription {} is {}", seen.id(), Notifications.code(status));
    });
  }
}
