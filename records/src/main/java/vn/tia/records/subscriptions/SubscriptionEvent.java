package vn.tia.records.subscriptions;

import java.time.Instant;

/// Something that a subscription is told.
///
/// @param number from 1, without a gap
/// @param resource `Type/id` of what changed
/// @param version which it became
public record SubscriptionEvent(long number, String resource, long version, Instant at) {}
