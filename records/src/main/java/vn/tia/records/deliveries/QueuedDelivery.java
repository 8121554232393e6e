package vn.tia.records.deliveries;

import java.time.Instant;
import java.util.Optional;

/// A message in the queue, and how it fared so far.
///
/// @param attempts how often it was sent
/// @param reason why the last attempt failed, empty where none did
/// @param attempted when it was sent last
public record QueuedDelivery(
    long id,
    Delivery delivery,
    DeliveryState state,
    int attempts,
    String reason,
    Instant created,
    Optional<Instant> attempted) {}
