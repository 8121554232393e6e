package vn.tia.fhir.subscriptions;

import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.util.List;
import java.util.Optional;
import vn.tia.fhir.operations.OperationCall;
import vn.tia.records.access.Access;
import vn.tia.records.resources.ResourceKey;
import vn.tia.records.subscriptions.SubscriptionState;

/// Finds the subscriptions that a call of an operation is about, as far as the caller sees them.
record AskedSubscriptions(SubscriptionChanges changes) {
  private static final int MAX = 1_000;

  /// The one of the URL, or those that are named, or all.
  List<SubscriptionState> of(OperationCall call) {
    if (call.key().isPresent()) {
      return List.of(one(call));
    }
    var ids = call.input().texts("id");
    return ids.isEmpty()
        ? changes.rows().all(call.access(), MAX)
        : ids.stream().flatMap(id -> seen(id, call.access()).stream()).toList();
  }

  /// The one of the URL.
  ///
  /// @throws ResourceNotFoundException (404) if there is none to see
  SubscriptionState one(OperationCall call) {
    return call.key().map(ResourceKey::id).flatMap(id -> seen(id, call.access()))
        .orElseThrow(() -> new ResourceNotFoundException("there is no such Subscription here"));
  }

  private Optional<SubscriptionState> seen(String id, Access access) {
    return changes.rows().find(id).filter(state -> access.allows(state.facilityId()));
  }
}
