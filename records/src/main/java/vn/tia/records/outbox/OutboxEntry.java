package vn.tia.records.outbox;

import java.time.Instant;

/// One thing that happened: what it is about, not what it says; the rows say that.
public record OutboxEntry(
    Cursor cursor, String topic, String key, int facilityId, Instant created) {}
