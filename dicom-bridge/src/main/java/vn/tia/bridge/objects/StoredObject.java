package vn.tia.bridge.objects;

/// What is known of an object that is durable: its id, its size in bytes and the SHA-256 of its
/// bytes in lower-case hex.
public record StoredObject(ObjectId id, long size, String sha256) {}
