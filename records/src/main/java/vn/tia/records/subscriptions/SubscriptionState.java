package vn.tia.records.subscriptions;

import java.time.Instant;
import java.util.Optional;

/// A subscription as it fares.
///
/// @param version of its resource
/// @param events how many it had
/// @param failures how often it could not be told since it last could
public record SubscriptionState(String id, int facilityId, long version,
    SubscriptionStatus status, long events, int failures, Optional<Instant> failingSince) {}
